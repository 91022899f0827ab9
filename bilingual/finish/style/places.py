"""Places under the name that a house prefers: Kyiv, Mumbai, Czechia or Kiev, Bombay.

Whole words only. Compound names keep what they are called: chicken Kiev, Bombay Sapphire, Peking
University, the University of Madras. Left out: names whose change is disputed between neighbours,
and people named after places.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from bilingual.finish.style.spans import REACH, Shield, rewrite, text_before

Places = Literal["modern", "traditional"]

_BOTH_WAYS: Final = (
    ("Kyiv", "Kiev"), ("Kharkiv", "Kharkov"), ("Odesa", "Odessa"), ("Lviv", "Lvov"),
    ("Luhansk", "Lugansk"), ("Chernihiv", "Chernigov"), ("Zaporizhzhia", "Zaporozhye"),
    ("Mumbai", "Bombay"), ("Kolkata", "Calcutta"), ("Chennai", "Madras"),
    ("Bengaluru", "Bangalore"), ("Yangon", "Rangoon"), ("Myanmar", "Burma"),
    ("Eswatini", "Swaziland"), ("Türkiye", "Turkey"), ("Cabo Verde", "Cape Verde"),
    ("Timor-Leste", "East Timor"), ("Czechia", "the Czech Republic"),
)  # fmt: skip
# Nobody writes the old name of these today, whatever else a house calls traditional.
_TO_MODERN: Final = (
    ("Beijing", "Peking"), ("Nanjing", "Nanking"), ("Tianjin", "Tientsin"), ("Pune", "Poona"),
    ("Varanasi", "Benares"), ("Almaty", "Alma-Ata"), ("Ulaanbaatar", "Ulan Bator"),
    ("Dhaka", "Dacca"), ("Chisinau", "Kishinev"), ("Busan", "Pusan"), ("Incheon", "Inchon"),
    ("Kathmandu", "Katmandu"), ("Tehran", "Teheran"), ("Ternopil", "Ternopol"),
    ("Vinnytsia", "Vinnitsa"), ("Rivne", "Rovno"),
)  # fmt: skip

_COMPOUND_BEFORE: Final = re.compile(
    r"(?:\b(?:chicken|roast|cold|stuffed|IIT|FC|Dynamo|Dinamo|Metalist|Karpaty|Chornomorets"
    r"|Chernomorets|Little|New)"
    r"|\b(?:University|Institute|Treaty|Treaties|Bishop|Archbishop|Archdiocese|Diocese|Order|Teresa"
    r"|Bank|Pact|Duke) of)\s$"
)
_COMPOUND_AFTER: Final = re.compile(
    r"\s(?:duck|mix|opera|man|cake|curry|potatoes|sapphire|blood|breasts?|meat|sandwich(?:es)?"
    r"|farms?|shoot|dinner|red"
    r"|prices|hash)\b|-(?:Pechersk|Mohyla)|,?\s(?:Texas|Tex\.|TX|Florida|Ontario)\b"
)
_CAPITAL_AFTER: Final = re.compile(
    r"\s(?=[A-Z])(?!(?:Mayor|Governor|Mr|Mrs|Ms|Dr|President|Prime|I|City|Oblast|Region"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
# After "the Czech Republic" these show that no noun follows to which the article belongs.
_NO_NOUN_AFTER: Final = re.compile(
    r"\s*(?:$|[^\w\s-])|\s(?:and|or|is|was|has|had|have|were|are|will|would|in|on|at|to|for|with"
    r"|from|by|as|of|that"
    r"|which|who|where|when|while|but|after|before|since|said|says|wants|won|lost|became|can|could"
    r"|may|must|should)\b"
)
_OPENS: Final = re.compile(r"(?:^|[.!?][\"”’']?\s+)[\"“‘'(\[]*$")
_ARTICLE: Final = re.compile(r"(?<!\w)(?:the|an?|this|its?|his|her|their|our)\s$", re.IGNORECASE)


def name_places(text: str, places: Places, shield: Shield) -> str:
    """The text with the modern or the traditional names of places."""
    pattern, names = _table(places)

    def written(match: re.Match[str]) -> str:
        name = names[match["name"].removeprefix("The ").removeprefix("the ")]
        return match[0] if _in_compound(match) else _with_article(match, name)

    return rewrite(pattern, text, shield, written)


@lru_cache(maxsize=2)
def _table(places: Places) -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = (*_BOTH_WAYS, *_TO_MODERN) if places == "modern" else _BOTH_WAYS
    names = {
        (old if places == "modern" else new).removeprefix("the "): new
        if places == "modern"
        else old
        for new, old in pairs
    }
    known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    article = r"[Tt]he\ Czech\ Republic|" if places == "modern" else ""
    return re.compile(rf"(?<!\w)(?P<name>{article}{known})(?!\w)"), names


def _in_compound(match: re.Match[str]) -> bool:
    before, after = text_before(match), match.string[match.end() : match.end() + REACH]
    if match["name"].endswith("Czech Republic"):
        articled = match["name"][:4].lower() == "the "
        return articled and not _NO_NOUN_AFTER.match(after)
    return bool(
        _COMPOUND_BEFORE.search(before)
        or _COMPOUND_AFTER.match(after)
        or _CAPITAL_AFTER.match(after)
    )


def _with_article(match: re.Match[str], name: str) -> str:
    """The name, with "The" where it begins the sentence and bare after another article."""
    before = text_before(match)
    if name.startswith("the ") and _ARTICLE.search(before):
        return name[4:]
    if name.startswith("the ") and _OPENS.search(before):
        return name[0].upper() + name[1:]
    return name
