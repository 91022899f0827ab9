"""French abbreviations and initials: does the full stop after a token end the sentence?

Compiled from ordinary usage (Lexique des règles typographiques de l'Imprimerie nationale, and
English forms that news agencies leave standing: Inc., Jr., No.). Tokens are written without their
last full stop. Case counts where French has a word of the same letters: "M." is a man and "m." a
metre, "MM." are men and "mm." millimetres, "Col." is a colonel and "col." a pass.
"""

from __future__ import annotations

import re

from bilingual.language.words import word_set

# Always followed by a name.
TITLES = word_set(
    "M MM Mr Mrs Ms Mme Mmes Mlle Mlles Melle Dr Drs Dre Pr Prof Me Mgr Rév St Ste Sts Stes Gén "
    "Gal Cdt Col Cne Lt Sgt Adj Maj Hon Sen Sén Gov Rep Vve Cte Ctesse Ft Mt Sra Mss"
)

# Abbreviations before a number, a Roman numeral or a letter; elsewhere words like others.
NUMBERED = word_set(
    "p pp art n no nos nº n° num vol t tome chap ch fig tab par al ann éd réf tél fol l r v § "
    "sect livr str sq cat op pl alin paragr"
)

# Titles that no other French word resembles: safe in any case.
_SAFE_TITLES = word_set("Mme Mmes Mlle Mlles Melle Mgr Mrs")

# Always followed by more of the same sentence.
INNER = word_set(
    "av apr env cf conf p.ex c-à-d càd c.-à-d i.e e.g vs approx bd boul bld fbg fg rte ndlr "
    "n.d.l.r dept arr resp prés prov anc angl all lat esp ital litt spéc ts"
)

# May end a sentence: it goes on unless the next word is one that opens sentences.
CLOSING = word_set(
    "jr sr inc ltd ltda corp co cie bros esq al llc plc sté ets s.a s.a.s s.a.r.l a.m p.m ph.d hab"
)

MONTHS = word_set("jan janv fév févr avr juil juill sept oct nov déc")

# Words that open sentences and hardly ever stand second in a name.
STARTERS = word_set(
    "le la les l un une des du de d ce cet cette ces c ça cela ceci celui celle ceux celles il "
    "elle ils elles on je j tu nous vous y en et mais ou or car donc ni puis à a au aux dans par "
    "pour sur sous sans avec entre vers chez contre depuis pendant après avant dès lors lorsque "
    "lorsqu quand si s comme quoique bien alors ainsi aussi cependant pourtant toutefois "
    "néanmoins enfin ensuite selon malgré sauf outre grâce parmi plus plusieurs certains "
    "certaines tous tout toute toutes chaque aucun aucune son sa ses leur leurs mon ma mes notre "
    "nos votre vos qui que qu quoi où comment pourquoi combien quel quelle quels quelles n ne non "
    "oui voici voilà deux trois quatre cinq six sept huit dix est parce puisque tandis hier "
    "aujourd demain ici là afin face actuellement désormais également peu parfois souvent surtout "
    "seul seule seuls seules autre autres même certes jamais rien personne the in it he she they "
    "this"
)

# "Jean L. Le Pen" against "Kevin D. Le jeune homme": these also begin family names.
PARTICLES = word_set("le la les de du des d l")

# After these a single letter is somebody's initial even though they are lower-case words.
_BEFORE_NAMES = word_set(
    "de d par à et avec pour que qu selon chez contre comme ou sur président ministre"
)
_LETTERED = word_set(
    "hépatite hépatites vitamine vitamines plan groupe type types série catégorie catégories "
    "classe terminale première zone bloc poule division lettre niveau grippe influenza virus "
    "formule facteur variant point"
)
_ERA = word_set("av avant apr après")

_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2})+\Z")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


def opens_sentence(word: str) -> bool:
    """Whether `word`, an elided one without apostrophe, is a usual first word of a sentence."""
    head = re.split(r"['’-]", word.lower(), maxsplit=1)[0]
    return head in STARTERS


def stop_is_inner(before: str, token: str, after: str, then: str = "") -> bool:
    """Whether the full stop after `token` belongs to it and the sentence goes on with `after`.

    `before` is the word left of the token, `after` and `then` are the two words right of it; ""
    where there is none.

    >>> stop_is_inner("rencontré", "M", "Xi")
    True
    >>> stop_is_inner("vitamine", "C", "Elle")
    False
    """
    token = _ELISION.sub("", token, count=1)
    low = token.lower()
    if token in TITLES or low.capitalize() in _SAFE_TITLES:
        return not (token == "M" and before.isdigit() and opens_sentence(after))
    if len(token) == 1 and token.isupper():
        return _is_initial(before, after, then)
    if low in INNER or (low == "ex" and before.lower() in {"p", "p.", "par"}):
        return True
    if low == "v" and before[:1].isupper():
        return after[:1].isupper()  # Roe v. Wade
    if low in MONTHS:
        return after.isdigit() and (before[:1].isdigit() or len(after) == 4)
    if low in NUMBERED:
        return _is_number(after)
    if low in CLOSING:
        return not opens_sentence(after)
    if _DOTTED.match(token):
        era = low == "j.-c" and before.lower().rstrip(".") in _ERA
        return not (era or opens_sentence(after))
    return False


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or bool(_ROMAN.match(word)) or (len(word) == 1 and word.isupper())


def _is_initial(before: str, after: str, then: str) -> bool:
    low = _ELISION.sub("", before).lower()
    if before.endswith("°") or low in _LETTERED:
        return False  # 1 °C, hépatite B, terminale S
    if not opens_sentence(after):
        return not after[:1].isdigit() or low in _BEFORE_NAMES
    if after.lower() in PARTICLES and then[:1].isupper():
        return True
    return before.islower() and low in _BEFORE_NAMES
