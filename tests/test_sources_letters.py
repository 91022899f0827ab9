"""E-mails and printed pages: quote marks, header fields, signatures and page numbers around the
article."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.settings import Settings
from bilingual.sources import article_from_text
from bilingual.sources.lines import split_lines
from bilingual.sources.text import letter, page_lines, unquoted

EMAIL = """De : Service de presse
Objet : TR: Le musée de la Mer ferme pour deux ans
Date : mardi 4 mars 2025 10:12

> Le musée de la Mer ferme pour deux ans
>
> Le bâtiment, ouvert en 1972, doit être mis aux normes. Les 12 000
> objets de la collection seront conservés dans un entrepôt du port,
> où une partie sera visible sur rendez-vous.
>
> « Nous rouvrirons avec 800 mètres carrés d'exposition supplémentai-
> res », promet la direction. La fréquentation devrait passer de
> 90 000 à 150 000 visiteurs par an.
>
> --
> Service de presse
> 12, quai du Port
"""
PRINTED = """LA LETTRE DU LITTORAL — N° 48 — MARS 2025
Érosion : 1 046 communes fran-
çaises menacées d'ici à 2050
Selon une étude publiée lundi, plus de 5 000 loge-
ments pourraient être inhabitables avant 2050 si
La Lettre du littoral 1/2
rien n'est fait. Le coût est estimé à 1,2 milliard
d'euros par les services de l'État.
À Soulac-sur-Mer, un immeuble de quatre étages a
été démoli en février 2023. Ses 78 appartements
avaient été évacués neuf ans plus tôt.
La Lettre du littoral 2/2
"""


def test_quoted_email() -> None:
    article = article_from_text(EMAIL, location="message.txt")
    assert article.title == "Le musée de la Mer ferme pour deux ans"
    paragraphs = [article.text[b.start : b.end] for b in article.blocks]
    assert paragraphs[1].startswith("Le bâtiment, ouvert en 1972,")
    assert paragraphs[1].endswith(
        "Les 12 000 objets de la collection seront conservés dans un entrepôt du port, où une "
        "partie sera visible sur rendez-vous."
    )
    assert "supplémentaires », promet" in paragraphs[2]
    assert len(paragraphs) == 3
    assert [d.line for d in article.dropped] == [1, 2, 3, 15, 16, 17]


def test_printed_page() -> None:
    article = article_from_text(PRINTED, location="lettre.txt")
    assert article.title == "Érosion : 1 046 communes françaises menacées d'ici à 2050"
    assert "inhabitables avant 2050 si rien n'est fait." in article.text
    assert [(d.line, d.reason) for d in article.dropped] == [
        (1, "navigation"), (6, "navigation"), (12, "navigation"),
    ]  # fmt: skip


def test_keep_all_keeps_headers_and_page_numbers() -> None:
    settings = Settings(keep_all=True, check_language=False)
    assert (
        "La Lettre du littoral 2/2"
        in article_from_text(PRINTED, location="l.txt", settings=settings).text
    )
    assert "Objet :" in article_from_text(EMAIL, location="m.txt", settings=settings).text


@each(
    "text",
    ["Un titre\n> Lire la suite\nUne phrase.", "Date : samedi\nDe : 10 h à 18 h\nEntrée libre."],
)
def test_arrows_and_opening_hours_are_no_email(text: str) -> None:
    assert unquoted(text) == text
    lines = split_lines(text)
    assert letter(lines) == lines


@each("text", ["Score 2/2\nScore 1/2", "Article 3\nArticle 4", "12\n13", "Match 1/3"])
def test_numbers_of_an_article_are_no_page_numbers(text: str) -> None:
    assert page_lines(split_lines(text)) == set()


@given(st.text(alphabet="a >\n", max_size=80))
def test_unquoting_keeps_the_lines(text: str) -> None:
    assert unquoted(text).count("\n") == text.count("\n")


@each(
    "text",
    [
        "Un titre de quatre mots\nUn\nDeux",
        "Newsletter\nAbonnez-vous\nS'abonner\nJe m'inscris\nLe pont de la ville rouvre mardi.",
    ],
)
def test_boxes_without_an_article_are_read(text: str) -> None:
    assert article_from_text(text, location="a.txt", settings=Settings(check_language=False)).text
