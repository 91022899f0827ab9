"""A brief as one self-contained HTML page: no script, no request to anywhere, everything from the article escaped."""

from __future__ import annotations

from bilingual.records import Brief
from bilingual.render.arrange import arrange
from bilingual.render.environment import MOST_TWINS, render_template
from bilingual.render.view import View


def render_html(brief: Brief | View, *, index_url: str = "", index_name: str = "All briefs") -> str:
    """The page of a Brief; the same Brief gives the same bytes.

    Sentence 12 of the records has the ids `s12` (English) and `fr12` (French) and what to check in it `note12`.
    With `index_url` (a relative address such as "index.html") the page leads back to where it is listed, under the
    name `index_name`.
    """
    page = arrange(brief)
    places = range(1, min(page.most_places, MOST_TWINS) + 1)
    return render_template(
        "brief.html", page=page, places=places, index_url=index_url, index_name=index_name
    )
