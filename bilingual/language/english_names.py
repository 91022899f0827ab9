"""Names that the model copied in their French spelling, written the English way: Poutine -> Putin, Pékin -> Beijing.

Only names of which it is known how English writes them, and only where the English has them letter by letter as the
French does; what the model wrote otherwise is left to the checks.
"""

from __future__ import annotations

import re

from bilingual.language.names import find_names_fr


def english_names(english: str, french: str) -> str:
    """The English with these names respelt; the same again changes nothing.

    >>> english_names("Vladimir Poutine left Pékin.", "Vladimir Poutine a quitté Pékin.")
    'Vladimir Putin left Beijing.'
    """
    for mention in find_names_fr(french):
        if mention.written and mention.text in english:
            english = _respelt(english, mention.text, mention.written)
    return english


def _respelt(english: str, french: str, written: str) -> str:
    bare = written.removeprefix("the ")
    if bare == french or re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", english):
        return english
    pattern = re.compile(rf"(?P<article>(?:^|(?<=\s))[Tt]he )?(?<!\w){re.escape(french)}(?!\w)")
    return pattern.sub(lambda found: (found["article"] or written[: -len(bare)]) + bare, english)
