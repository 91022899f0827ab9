"""The corpus is what corpus/README.md says: forms, sizes, licences, and references that are found
and agree."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from cases import each

from bilingual.records import Reference

CORPUS = Path(__file__).parents[1] / "corpus"
ARTICLES = sorted(path for path in (CORPUS / "articles").iterdir() if path.is_file())
REFERENCES = sorted((CORPUS / "references").glob("*.jsonl"))
FEEDS = [path for path in ARTICLES if path.suffix == ".xml"]
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

SAME_EVENT = {
    "appel-xi-poutine",
    "moscou-pekin-investiture",
    "xi-poutine-visioconference",
}


def squeeze(text: str) -> str:
    return " ".join(text.split())


def strip_tags(markup: str) -> str:
    markup = re.sub(r"<(head|script|style)\b.*?</\1>", "", markup, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def slug(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:80].rstrip("-")


def feed_texts(path: Path) -> dict[str, tuple[str, str]]:
    """Title and plain text of each entry, by article id."""
    texts = {}
    for item in ElementTree.parse(path).iter("item"):
        title, body = item.findtext("title", ""), item.findtext(CONTENT, "")
        texts[slug(title)] = (title, f"{title}\n{strip_tags(body)}")
    return texts


@cache
def texts() -> dict[str, tuple[str, str]]:
    """Headline and raw text (mark-up taken away, furniture kept) of every article, by id."""
    found: dict[str, tuple[str, str]] = {}
    for path in ARTICLES:
        raw = path.read_text(encoding="utf-8")
        if path.suffix == ".xml":
            found |= feed_texts(path)
        elif path.suffix == ".html":
            title = re.search(r"<h1[^>]*>(.*?)</h1>", raw, re.S)
            assert title is not None
            found[path.stem] = (html.unescape(title[1]), strip_tags(raw))
        elif path.suffix == ".md":
            title = re.search(r'^title: "(.*)"$', raw, re.M)
            assert title is not None
            found[path.stem] = (title[1], raw)
        else:
            found[path.stem] = ("", raw)
    return found


@cache
def references() -> dict[str, list[Reference]]:
    """The references of every article, by id; a field that Reference does not know is refused."""
    return {
        path.stem: [
            Reference.model_validate({"article_id": path.stem, **json.loads(line)})
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        for path in REFERENCES
    }


def every_reference() -> list[Reference]:
    return [reference for group in references().values() for reference in group]


def name(value: object) -> str:
    return value.name if isinstance(value, Path) else getattr(value, "id", str(value))


# Numbers ---------------------------------------------------------------------------------------

SCALES = {"million": 6, "milliard": 9, "billion": 9, "trillion": 12}  # billion: English only
NUMBER = (
    r"([0-9]+(?:%s[0-9]{3})*(?:%s[0-9]+)?)(?:\s+(millions?|milliards?|billions?|trillions?)\b)?"
)
FRENCH = re.compile(NUMBER % ("[ \u00a0\u202f]", "[,.]"))
ENGLISH = re.compile(NUMBER % (",", "[.]"))


def values(pattern: re.Pattern[str], text: str) -> Counter[Decimal]:
    found: Counter[Decimal] = Counter()
    for digits, scale in pattern.findall(text):
        plain = re.sub(r"[ \u00a0\u202f]", "", digits)
        plain = plain.replace(",", "" if pattern is ENGLISH else ".")
        found[Decimal(plain).scaleb(SCALES.get(scale.rstrip("s"), 0)).normalize()] += 1
    return found


def french_values(text: str) -> Counter[Decimal]:
    text = re.sub(r"""([0-9]+)'([0-9]{2})"([0-9]{2})""", r"\1:\2.\3", text)
    text = re.sub(r"\b([XVI]+)e\b", lambda match: str(roman(match[1])), text)
    return values(FRENCH, text)


def english_values(text: str) -> Counter[Decimal]:
    text = re.sub(r"\b([0-9]{1,2})((?::[0-9]{2})?) p\.m\.", afternoon, text)
    return values(ENGLISH, text)


def afternoon(match: re.Match[str]) -> str:
    return f"{int(match[1]) % 12 + 12}{match[2]}"


def roman(numeral: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )


# What the corpus promises -----------------------------------------------------------------------


def test_it_has_the_articles_and_forms_that_were_promised() -> None:
    assert len(texts()) >= 10
    assert texts().keys() >= SAME_EVENT
    forms = Counter(path.suffix for path in ARTICLES)
    assert forms.keys() == {".txt", ".md", ".html", ".xml"}
    assert all(len(feed_texts(path)) >= 2 for path in FEEDS)


def test_every_file_is_in_the_table_of_the_readme() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+\.\w+)` \|", readme, re.M)) == {p.name for p in ARTICLES}
    assert f"({len(every_reference())} in all)" in readme
    assert "CC0-1.0" in readme


@each("article_id", sorted(texts()))
def test_articles_have_250_to_700_words(article_id: str) -> None:
    words = [word for word in texts()[article_id][1].split() if re.search(r"\w", word)]
    assert 250 <= len(words) <= 700


@each("path", [*ARTICLES, *REFERENCES])
def test_files_are_clean_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert "\ufeff" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_ids_are_slugs() -> None:
    assert all(article_id == slug(article_id) for article_id in texts())


def test_front_matter_says_where_an_article_comes_from() -> None:
    for path in ARTICLES:
        if path.suffix == ".md":
            block = path.read_text(encoding="utf-8").split("---\n")[1]
            keys = [line.split(":")[0] for line in block.splitlines()]
            assert keys == ["title", "author", "date", "source", "url", "licence"]
            assert 'licence: "CC0-1.0"' in block


def test_the_typography_varies() -> None:
    together = "".join(text for _, text in texts().values())
    assert all(mark in together for mark in ("’", "'", "«\u00a0", '"', "\u00a0", "\u202f"))


def test_the_traps_are_there() -> None:
    together = squeeze("".join(text for _, text in texts().values()))
    traps = ["mai.En juin", "av. J.-C.", "n° ", "M. ", "Mme ", "MM. ", "quatre-vingt-dix", "18h30"]
    traps += ["XVIIe siècle", "années 1990", "47e", "OTAN", "SNCF", "PIB", "43 850 milliards"]
    assert [trap for trap in traps if trap not in together] == []
    assert any(len(reference.source.split()) > 60 for reference in every_reference())


# References -------------------------------------------------------------------------------------


def test_every_article_has_references_and_every_reference_an_article() -> None:
    assert references().keys() == texts().keys()
    assert min(len(group) for group in references().values()) >= 8


def test_reference_ids_count_up_from_the_article_id() -> None:
    for article_id, group in references().items():
        expected = [f"{article_id}-{number:02d}" for number in range(1, len(group) + 1)]
        assert [reference.id for reference in group] == expected


def test_no_snippet_is_given_twice() -> None:
    counts = Counter((reference.article_id, reference.source) for reference in every_reference())
    assert max(counts.values()) == 1


def test_references_say_origin_and_licence() -> None:
    stated = {(reference.origin, reference.licence) for reference in every_reference()}
    assert stated == {("translated for this project", "CC0-1.0")}


@each("reference", every_reference())
def test_the_snippet_stands_in_its_article(reference: Reference) -> None:
    assert squeeze(reference.source) in squeeze(texts()[reference.article_id][1])
    assert reference.source == reference.source.strip()


@each("article_id", sorted(references()))
def test_the_first_reference_is_the_headline(article_id: str) -> None:
    headline, text = texts()[article_id]
    source = references()[article_id][0].source
    if headline:
        assert source == headline
    else:
        assert source in text.splitlines()


@each("reference", every_reference())
def test_numbers_in_digits_agree(reference: Reference) -> None:
    assert french_values(reference.source) == english_values(reference.reference)


@each("reference", every_reference())
def test_the_english_keeps_to_american_typography(reference: Reference) -> None:
    assert not re.search("[«»’‘“”\u00a0\u202f]", reference.reference)
    assert reference.reference == squeeze(reference.reference)


@each("reference", every_reference())
def test_quotation_marks_open_and_close_as_in_french(reference: Reference) -> None:
    source = re.sub(r"[0-9]\"[0-9]", "", reference.source)  # 1'51"21 is a time
    assert len(re.findall('[«»"]', source)) == reference.reference.count('"')
