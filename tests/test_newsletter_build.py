"""An issue holds every brief once, does not depend on the order they come in, and is arranged as
its editor said."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from brief_strategies import briefs
from cases import each
from edition_factories import school, second_telling
from factories import demonstration, make_brief
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilingual.errors import NothingReadable, SettingsError
from bilingual.newsletter import EditionSettings, build_edition
from bilingual.records import Brief, Edition

BRIEFS = (demonstration(), second_telling(), school())
TODAY = "2026-01-02"

many = st.lists(briefs(), min_size=1, max_size=5, unique_by=lambda brief: brief.article.id)
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def build(given: Sequence[Brief] = BRIEFS, today: str = TODAY, **chosen: Any) -> Edition:
    values = EditionSettings.model_validate(chosen)
    return build_edition(given, values, program="bilingual 0.1.0", today=today)


def told(edition: Edition) -> list[list[str]]:
    """Ids of the stories, in the order of the issue."""
    return [[telling.brief for telling in story.tellings] for story in edition.stories()]


def dated(id: str, published: str | None, text: str = "") -> Brief:
    """A brief with a text that no other has, unless `text` is given."""
    words = text or f"Le texte {id} {id}{id} parle de {id * 3}."
    return make_brief((("body", [(words, "Text.")]),), id=id, article={"published": published})


THREE = (dated("aa", "2025-01-03"), dated("bb", "2025-01-05"), dated("cc", "2025-01-04T10:00"))


@slow
@given(many)
def test_every_brief_is_told_once(found: list[Brief]) -> None:
    edition = build(found)
    ids = sorted(brief.article.id for brief in found)
    assert sorted(each for story in told(edition) for each in story) == ids
    assert sorted(brief.article.id for brief in edition.briefs) == ids


@slow
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_briefs_does_not_change_the_stories(
    found: list[Brief], shuffling: random.Random
) -> None:
    shuffled = shuffling.sample(found, len(found))
    assert sorted(told(build(found))) == sorted(told(build(shuffled)))


@slow
@given(many)
def test_only_names_sentences_of_the_text(found: list[Brief]) -> None:
    edition = build(found, story=[{"briefs": ["*"]}])
    by_id = {brief.article.id: brief for brief in found}
    for story in edition.stories():
        for telling in story.tellings:
            roles = [by_id[telling.brief].sentences[index].role for index in telling.only]
            assert set(roles) <= {"standfirst", "body"}
            assert list(telling.only) == sorted(set(telling.only))


@slow
@given(many, st.data())
def test_an_editor_overrules_the_grouping(found: list[Brief], data: st.DataObject) -> None:
    ids = [brief.article.id for brief in found]
    together = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    others = [each for each in ids if each not in together]
    apart = [[together[0], each] for each in others]
    stories = told(build(found, story=[{"briefs": together}], apart=apart))
    assert [story for story in stories if story[0] == together[0]] == [
        story for story in stories if set(story) == set(together)
    ]


def test_the_defaults() -> None:
    edition = build()
    assert (edition.title, edition.number, edition.id) == ("Bilingual briefs", None, "2025-01-21")
    assert edition.date == "2025-01-21"
    assert [section.title for section in edition.sections] == [""]
    assert edition.program == "bilingual 0.1.0"


def test_the_date_is_the_editors_then_the_latest_then_today() -> None:
    undated = [dated("aa", None), dated("bb", "hier")]
    assert build(number=3).id == "issue-3"
    assert build(date="2025-02-01").id == "2025-02-01"
    assert build(undated).date == TODAY
    assert build(THREE).date == "2025-01-05"


def test_stories_are_newest_first_and_undated_last() -> None:
    found = [dated("zz", None), *THREE]
    assert told(build(found)) == [["bb"], ["cc"], ["aa"], ["zz"]]
    assert told(build(found, order="oldest")) == [["zz"], ["aa"], ["cc"], ["bb"]]
    assert told(build(found, order="listed")) == [["zz"], ["aa"], ["bb"], ["cc"]]


def test_the_list_says_what_is_in_and_listed_in_which_order() -> None:
    assert told(build(THREE, briefs=["cc", "a*"], order="listed")) == [["cc"], ["aa"]]
    assert [brief.article.id for brief in build(THREE, briefs=["cc", "aa"]).briefs] == ["cc", "aa"]


def test_sections_arrange_and_the_rest_comes_last_without_title() -> None:
    chosen = {"section": [{"title": "B", "briefs": ["bb"]}, {"title": "Rest", "briefs": ["?a"]}]}
    edition = build(THREE, **chosen)
    assert [section.title for section in edition.sections] == ["B", "Rest", ""]
    assert told(edition) == [["bb"], ["aa"], ["cc"]]
    assert len(build(THREE, briefs=["aa", "bb"], **chosen).sections) == 2


def test_a_name_goes_before_a_glob() -> None:
    chosen = [{"title": "All", "briefs": ["*"]}, {"title": "One", "briefs": ["bb"]}]
    edition = build(THREE, section=chosen, order="listed")
    assert told(edition) == [["aa"], ["cc"], ["bb"]]


def test_a_story_stands_where_its_lead_is_claimed() -> None:
    chosen = {
        "story": [{"briefs": ["cc", "aa"]}],
        "section": [{"title": "A", "briefs": ["aa"]}, {"title": "C", "briefs": ["cc"]}],
    }
    edition = build(THREE, **chosen)
    assert [section.title for section in edition.sections] == ["C", ""]
    assert told(edition)[0] == ["cc", "aa"]
    only_other = build(
        THREE, story=[{"briefs": ["cc", "aa"]}], section=[{"title": "A", "briefs": ["aa"]}]
    )
    assert only_other.sections[0].title == "A"


def test_the_first_named_leads_a_forced_story() -> None:
    assert told(build(story=[{"briefs": ["grain-vote", "port-*"]}]))[0] == [
        "grain-vote",
        "port-saint-brevin",
    ]
    assert told(build(story=[{"briefs": ["port-*", "grain-vote"]}]))[0] == [
        "port-saint-brevin",
        "grain-vote",
    ]


def test_grouping_can_be_turned_off() -> None:
    same = "Le port de Saint-Brévin va doubler ses exportations de blé, a dit Hélène Le Guellec."
    found = [dated("aa", "2025-01-03", same), dated("bb", "2025-01-03", same)]
    assert told(build(found)) == [["aa", "bb"]]
    assert told(build(found, group=False)) == [["aa"], ["bb"]]
    assert told(build(found, apart=[["aa", "bb"]])) == [["aa"], ["bb"]]
    assert told(build(found, group=False, story=[{"briefs": ["bb", "aa"]}])) == [["bb", "aa"]]


def test_an_issue_needs_briefs() -> None:
    with pytest.raises(NothingReadable, match="nothing to tell"):
        build([])


def test_two_briefs_of_one_name() -> None:
    with pytest.raises(SettingsError, match="two briefs are called 'aa'"):
        build([THREE[0], THREE[0]])


@each(
    "chosen, message, hint",
    [
        ({"briefs": ["grain-vot"]}, "'briefs': there is no brief 'grain-vot'", "grain-vote"),
        ({"briefs": ["school*"]}, "'briefs': no brief fits 'school\\*'", "Did you mean"),
        ({"section": [{"briefs": ["port"]}]}, "'section.1.briefs': there is no brief",
         "port-saint-brevin"),
        ({"story": [{"briefs": ["vote"]}]}, "'story.1.briefs': there is no brief", "grain-vote"),
        ({"apart": [["grain-vote", "villag"]]}, "'apart': there is no brief 'villag'",
         "village-school"),
        (
            {"section": [{"briefs": ["grain-vote"]}, {"briefs": ["grain-vote"]}]},
            "already stands in section 1",
            "one section",
        ),
        (
            {"story": [{"briefs": ["grain-vote"]}, {"briefs": ["g*"]}]},
            "already stands in story 1",
            "one story",
        ),
        (
            {"story": [{"briefs": ["grain-vote", "p*"]}], "apart": [["p*", "grain-vote"]]},
            "'grain-vote' and 'port-saint-brevin' stand together in story 1",
            "apart",
        ),
        (
            {"briefs": ["grain-vote"], "section": [{"briefs": ["village-school"]}]},
            "'village-school' is not in this issue",
            "briefs",
        ),
    ],
)  # fmt: skip
def test_contradictions_and_names_of_nothing(chosen: Any, message: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        build(**chosen)
    assert hint in caught.value.hint
