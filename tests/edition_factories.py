"""Issues of a newsletter for tests: `demonstration_edition()` has everything in it,
`make_edition()` one story a brief."""

from __future__ import annotations

from typing import Any

from factories import demonstration, make_brief

from bilingual.records import (
    Brief,
    Edition,
    Flag,
    KeyPoint,
    Section,
    Sender,
    Story,
    Telling,
)

INTRODUCTION = """Good morning from the estuary.

This week: **a port**, a school, and [why it matters](https://www.example.org/why).

- two papers on one vote
- one story that nobody else has
"""


def make_edition(*briefs: Brief, **fields: Any) -> Edition:
    """An Edition with one section, one story for each brief unless `sections` says otherwise."""
    stories = tuple(Story(tellings=(Telling(brief=brief.article.id),)) for brief in briefs)
    values: dict[str, Any] = {
        "id": "2025-01-21",
        "title": "Estuary Letter",
        "date": "2025-01-21",
        "program": "bilingual 0.1.0",
        "sections": (Section(stories=stories),),
        "briefs": briefs,
    }
    return Edition(**(values | fields))


def second_telling() -> Brief:
    """Another paper on the story of `demonstration()`, from a bare file: no address, no author."""
    return make_brief(
        (
            (
                "title",
                [("Le port céréalier voté à Saint-Brévin", "Grain port voted in Saint-Brévin")],
            ),
            (
                "body",
                [
                    (
                        "Le conseil a dit oui mardi soir.",
                        "The council said yes on Tuesday evening.",
                    ),
                    (
                        "Un pêcheur, Yannig Le Goff, a quitté la salle avant le vote.",
                        "A fisherman, Yannig Le Goff, left the room before the vote.",
                    ),
                ],
            ),
        ),
        id="grain-vote",
        article={"source": "Radio Goéland", "published": "2025-01-21"},
        key_points=(KeyPoint(rank=1, index=1, weight=0.8),),
    )


def school() -> Brief:
    """A short article with hostile characters in what an e-mail or a feed must escape, and one
    flag."""
    return make_brief(
        (
            (
                "title",
                [("L’école & ses « 12 » élèves <sauvés>", 'The school & its "12" pupils <saved>')],
            ),
            ("standfirst", [("Une classe rouvre.", "A class reopens.")]),
            (
                "body",
                [
                    ("Elle compte 12 élèves.", "It has 21 pupils."),
                    ("La rentrée est fixée au 3 mars.", "Classes start again on 3 March."),
                ],
            ),
        ),
        id="village-school",
        article={
            "source": "La Gazette de l’Île",
            "url": "https://gazette.example/ecole?id=12&lang=fr",
            "published": "2025-01-20T08:00:00+01:00",
        },
        flags=(
            Flag(
                index=2,
                kind="numbers",
                severity="serious",
                message="The French says 12; the English says 21.",
                value=1.0,
                threshold=0.0,
                evidence=("12", "21"),
            ),
        ),
        key_points=(
            KeyPoint(rank=1, index=2, weight=0.7),
            KeyPoint(rank=2, index=3, weight=0.6),
        ),
    )


def demonstration_edition(**fields: Any) -> Edition:
    """Two sections; a story told by two papers, one telling without address; an introduction; a
    sender."""
    values: dict[str, Any] = {
        "number": 12,
        "introduction": INTRODUCTION,
        "url": "https://letter.example.org/archive",
        "sender": Sender(
            name="Estuary Letter",
            address="letter@example.org",
            notices=("Estuary Letter, 1 Quay Street", "You get this because you signed up."),
            unsubscribe="{{ unsubscribe_url }}",
        ),
        "id": "issue-12",
        "sections": (
            Section(
                title="Ports",
                stories=(
                    Story(
                        tellings=(
                            Telling(brief="port-saint-brevin", only=(2, 11)),
                            Telling(brief="grain-vote", only=(2,)),
                        )
                    ),
                ),
            ),
            Section(
                title="Schools & villages",
                stories=(Story(tellings=(Telling(brief="village-school"),)),),
            ),
        ),
    }
    return make_edition(demonstration(), second_telling(), school(), **(values | fields))
