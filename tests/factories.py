"""Briefs for tests: one line makes a whole, valid one; `demonstration()` is a real-looking article
with everything in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bilingual.records import (
    Article,
    Block,
    Brief,
    DroppedLine,
    Flag,
    KeyPoint,
    Provenance,
    Role,
    Score,
    Sentence,
    Translation,
)

Block3 = tuple[Role, Sequence[tuple[str, str]]]

PROVENANCE = Provenance(
    program="bilingual 0.1.0",
    engine="ctranslate2:fr-en-starter:int8:beam4",
    model="fr-en-starter",
    settings_digest="5f0c1de2a94b7731",
    source_digest="c8a91b3350de6f42",
)


def make_brief(
    blocks: Sequence[Block3] = (("body", [("Il pleut.", "It is raining.")]),),
    *,
    id: str = "article",
    article: Mapping[str, Any] | None = None,
    translations: Mapping[int, Mapping[str, Any]] | None = None,
    flags: Sequence[Flag] = (),
    key_points: Sequence[KeyPoint] = (),
    scores: Sequence[Score] = (),
    provenance: Provenance = PROVENANCE,
) -> Brief:
    """A Brief of (role, [(French, English), ...]) blocks; `translations` changes fields of single
    translations.

    Sentences of a block are joined by one space and blocks by a blank line, as the sources do it.
    """
    text, spans, sentences, found = "", [], [], []
    for paragraph, (role, pairs) in enumerate(blocks):
        text += "\n\n" if text else ""
        start = len(text)
        for place, (french, english) in enumerate(pairs):
            text += " " if place else ""
            index = len(sentences)
            sentences.append(
                Sentence(
                    index=index,
                    paragraph=paragraph,
                    role=role,
                    start=len(text),
                    end=len(text) + len(french),
                    text=french,
                )
            )
            text += french
            told: dict[str, Any] = {"text": english, "engine": provenance.engine, "score": -0.4}
            found.append(
                Translation(index=index, **(told | dict((translations or {}).get(index, {}))))
            )
        spans.append(Block(role=role, start=start, end=len(text)))
    titles = [" ".join(french for french, _ in pairs) for role, pairs in blocks if role == "title"]
    known: dict[str, Any] = {
        "id": id,
        "title": titles[0] if titles else "",
        "text": text,
        "blocks": tuple(spans),
    }
    return Brief(
        article=Article(**(known | dict(article or {}))),
        sentences=tuple(sentences),
        translations=tuple(found),
        flags=tuple(flags),
        key_points=tuple(key_points),
        scores=tuple(scores),
        provenance=provenance,
    )


DEMONSTRATION: Sequence[Block3] = (
    (
        "title",
        [
            (
                "Le port de Saint-Brévin veut doubler ses exportations de céréales d’ici à 2030",
                "Port of Saint-Brévin wants to double its grain exports by 2030",
            )
        ],
    ),
    (
        "standfirst",
        [
            (
                "Un plan de 235,3 millions d’euros prévoit un quai en eau profonde et une "
                "ligne de fret rénovée, mais les pêcheurs redoutent de perdre leurs places.",
                "A plan of 235.3 billion euros provides for a deep-water quay and a "
                "renovated freight line, but fishermen fear losing their berths.",
            )
        ],
    ),
    (
        "body",
        [
            (
                "Le conseil du port a approuvé mardi soir, par 14 voix contre 5, le plus "
                "grand investissement de son histoire.",
                "On Tuesday evening the port council approved, by 14 votes to 5, the largest "
                "investment in its history.",
            ),
            (
                "Les travaux doivent commencer au printemps et durer quatre ans.",
                "Work is due to start in the spring and to last four years.",
            ),
            (
                "Ils permettront d’accueillir des navires de 60\u202f000 tonnes, contre "
                "32\u202f000 aujourd’hui.",
                "They will make it possible to receive vessels of 60,000 tonnes, against "
                "32,000 today.",
            ),
        ],
    ),
    (
        "body",
        [
            (
                "«\u00a0Nous n’avions plus le choix\u00a0», a déclaré la présidente du port, "
                "Hélène Le Guellec.",
                "“We no longer had a choice,” said the president of the port, Hélène Le Guellec.",
            ),
            (
                "«\u00a0Chaque année, un million de tonnes de blé récolté à moins de cent "
                "kilomètres d’ici part de Rouen ou d’Anvers.\u00a0»",
                "“Each year, a million tonnes of wheat harvested less than a hundred "
                "kilometres from here leaves from Rouen or Antwerp.”",
            ),
        ],
    ),
    ("heading", [("Une ligne de fret à l’abandon", "An abandoned freight line")]),
    (
        "body",
        [
            (
                "Le quai ne servira à rien sans le train.",
                "The quay will be of no use without the train.",
            ),
            (
                "La voie qui relie le port à Châteaubourg n’a pas vu passer un wagon depuis "
                "2011\u202f; 38 kilomètres de rails sont à reprendre, deux ponts à renforcer.",
                "The track that links the port to Châteaubourg has not seen a wagon since "
                "2011; 38 kilometres of rails are to be relaid.",
            ),
            (
                "La région paiera 60\u00a0% de la facture, l’État 25\u00a0%, le reste venant "
                "des coopératives.",
                "The region will pay 60% of the bill, the State 25%, with the rest coming "
                "from the cooperatives.",
            ),
            (
                "Elles ont promis d’envoyer par le rail au moins 400\u202f000 tonnes par an "
                "pendant quinze ans.",
                "They have promised to send at least 400,000 tonnes a year by rail for "
                "fifteen years.",
            ),
        ],
    ),
    (
        "body",
        [
            (
                "À la coopérative Terres d’Ouest, on se dit «\u00a0prudemment confiant\u00a0».",
                "At the Terres d’Ouest cooperative, people say they are “cautiously confident”.",
            ),
            (
                "Son directeur, Yann Kermarrec, rappelle que le cours du blé a perdu "
                "18\u00a0% en un an et que la récolte de 2024 fut la plus faible depuis quarante "
                "ans.",
                "Its director, Yann Kermarrec, recalls that the price of wheat has lost 18% "
                "in a year and that the 2024 harvest was the weakest in forty years.",
            ),
        ],
    ),
    ("heading", [("Les pêcheurs inquiets", "Worried fishermen")]),
    (
        "body",
        [
            (
                "Sur le quai des Goélands, vingt-trois bateaux devront changer de place.",
                "On the Quai des Goélands, twenty-three boats will have to move.",
            ),
            (
                "«\u00a0On nous promet un bassin neuf, mais personne ne sait dire "
                "quand\u00a0», soupire Armelle Tanguy, qui pêche la coquille depuis vingt ans.",
                "“They promise us a new basin, but nobody can say when,” sighs Armelle "
                "Tanguy, who has fished scallops for twenty years.",
            ),
            (
                "«\u00a0PAS DE QUAI SANS POISSON !\u00a0», PEUT-ON LIRE SUR UNE BANDEROLE.",
                "«\u00a0PAS DE QUAI SANS POISSON !\u00a0», PEUT-ON LIRE SUR UNE BANDEROLE.",
            ),
        ],
    ),
    (
        "body",
        [
            (
                "Une enquête publique s’ouvrira le 3 mars et durera six semaines.",
                "A public inquiry will open on 3 March and last six weeks.",
            ),
            (
                "Le dossier complet peut être lu à l’adresse "
                "https://www.port-saint-brevin.example/enquete-publique/2025/quai-en-eau-profonde/dossier-complet-v3.pdf.",
                "The full file can be read at "
                "https://www.port-saint-brevin.example/enquete-publique/2025/quai-en-eau-profonde/dossier-complet-v3.pdf.",
            ),
        ],
    ),
)


def demonstration() -> Brief:
    """A whole article with flags of both severities, a sentence left in another language, scores
    and dropped lines."""
    return make_brief(
        DEMONSTRATION,
        id="port-saint-brevin",
        article={
            "source": "Le Courrier de l’Estuaire",
            "author": "Maïwenn Corre",
            "url": "https://www.courrier-estuaire.example/economie/port-cereales-2030",
            "published": "2025-01-21T18:30:00+01:00",
            "licence": "CC BY 4.0",
            "dropped": (
                DroppedLine(line=1, text="Accueil > Économie > Ports", reason="navigation"),
                DroppedLine(line=4, text="Partager sur Facebook", reason="share"),
                DroppedLine(line=5, text="Par Maïwenn Corre", reason="byline"),
                DroppedLine(
                    line=19,
                    text="Le quai des Goélands, mardi matin. — Photo : L. Prigent",
                    reason="caption",
                ),
                DroppedLine(
                    line=44,
                    text="À lire aussi : Le train de fret qui n’arrive jamais",
                    reason="related",
                ),
            ),
        },
        translations={
            17: {"origin": "untranslated", "score": None, "retried": True},
            3: {"origin": "memory"},
        },
        flags=(
            Flag(
                index=1,
                kind="numbers",
                severity="serious",
                message="The French says 235,3 millions; the English says 235.3 billion.",
                value=1.0,
                threshold=0.0,
                evidence=("235,3 millions", "235.3 billion"),
            ),
            Flag(
                index=9,
                kind="length",
                message=(
                    "The English is short for this French: the end of the sentence may be missing."
                ),
                value=0.61,
                threshold=0.65,
                evidence=("deux ponts à renforcer",),
            ),
            Flag(
                index=9,
                kind="confidence",
                message="The model was unsure of this sentence.",
                value=-1.9,
                threshold=-1.5,
            ),
            Flag(
                index=17,
                kind="untranslated",
                severity="serious",
                message="Every attempt failed; the original is shown.",
                value=1.0,
                threshold=0.0,
            ),
        ),
        key_points=(
            KeyPoint(rank=1, index=2, weight=0.91),
            KeyPoint(rank=2, index=11, lead_in=10, weight=0.72),
            KeyPoint(rank=3, index=9, weight=0.55),
            KeyPoint(rank=4, index=13, weight=0.41),
        ),
        scores=(
            Score(
                metric="BLEU",
                value=38.24,
                higher_is_better=True,
                signature=(
                    "nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"
                ),
                n=9,
                low=31.05,
                high=45.6,
                baseline=7.9,
            ),
            Score(
                metric="TER",
                value=47.1,
                higher_is_better=False,
                signature=(
                    "nrefs:1|bs:1000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no"
                    "|version:2.6.0"
                ),
                n=9,
                low=40.2,
                high=55.3,
                baseline=98.8,
            ),
        ),
    )
