"""British, Oxford or American spelling, word by word.

    organise, colour, centre, analyse (british)    organize, colour, centre, analyse (oxford)
    organize, color, center, analyze (american)

Names are left alone: a word with a capital is changed only where it begins a sentence, no other
capitalised word follows, and it is not often a name (Labour, Grey, Honor). So are words all in
capitals, quoted titles and addresses. Left out: different words for one thing (lift, elevator), and
"he analyses", which is also the plural of "analysis".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

from bilingual.finish.style.spans import Shield, rewrite, text_before
from bilingual.language.words import word_set

Spelling = Literal["british", "oxford", "american"]

_WORD: Final = re.compile(r"\b[A-Za-z][a-z]+\b")
_ENDINGS: Final = "e|ed|es|er|ers|ing|ings|ingly|edly|able|ability|ation|ations|ational|ationally"
_IZE: Final = re.compile(rf"([a-z]{{3,}})i([sz])({_ENDINGS})")
_AGGRANDIZE: Final = re.compile(r"(aggrand)i([sz])(ement)")
_YZE: Final = re.compile(r"([a-z]{3,})y([sz])(e|ed|es|er|ers|ing|able)")
_PREFIX: Final = re.compile(r"^(?:un|re|pre|over|mis|dis|out|non|in|under)(?=[a-z]{2})")

# Where a sentence begins, perhaps with a quotation mark; "St." and "Prof." end none.
_OPENS: Final = re.compile(
    r"(?:^|(?:\b[a-z]{2,}|[A-Za-z]{5}|[\d)\"”’'])[.!?]+[\"”’')]*\s+)[\"“‘'(\[]*$|[:,]\s+[\"“‘']$"
)
_REACH: Final = 12
_NAME_FOLLOWS: Final = re.compile(r"[\s&-]+(?:of\s+(?:the\s+)?)?[A-Z]")

# What an American word must stand beside to be the British one and not its double.
_COUNTED: Final = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|square|cubic|few|per))[\s-]$"
)
_COMPUTING: Final = re.compile(
    r"\b(?:computer|software|computing|coding|antivirus|spyware|malware|malicious|executable|to|will|can|could|would"
    r"|must|should|may|might|you|we|they|I)\s$"
)
_DETERMINED: Final = re.compile(
    r"\b(?:an?|the|his|her|its|their|our|my|your|this|that|no|any|driving|driver['’]s|fishing|export|import)\s$",
    re.IGNORECASE,
)


def spell(
    text: str, spelling: Spelling, shield: Shield, names: frozenset[str] = frozenset()
) -> str:
    """The text in one spelling; `names` are words that stand as names in the source."""

    def written(match: re.Match[str]) -> str:
        word = match[0]
        other = _other(word.lower(), spelling)
        if other is None or word in names or not _fits(match, other):
            return word
        if word[0].isupper():
            return other.capitalize() if _begins_sentence(match) else word
        return other

    return rewrite(_WORD, text, shield, written)


@lru_cache(maxsize=16384)
def _other(word: str, spelling: Spelling) -> str | None:
    """The word in the wanted spelling, None when it is that already or has only one."""
    american = spelling == "american"
    written = (TO_AMERICAN if american else TO_BRITISH).get(word, word)
    if word == "license" and not american:
        written = "licence"
    written = _rooted(written, american)
    written = _turned(_YZE, written, "z" if american else "s", lyse=True)
    for pattern in (_IZE, _AGGRANDIZE):
        written = _turned(pattern, written, "s" if spelling == "british" else "z")
    return None if written == word else written


def _rooted(word: str, american: bool) -> str:
    for british, other in ROOTS.items():
        source, target = (british, other) if american else (other, british)
        if source in word and target not in word:
            return word.replace(source, target, 1)
    return word


def _turned(pattern: re.Pattern[str], word: str, letter: str, *, lyse: bool = False) -> str:
    match = pattern.fullmatch(word)
    if match is None or match[2] == letter:
        return word
    stem, ending = match[1], match[3]
    if lyse:
        turns = stem in LYSE and (letter == "s" or ending != "es")
    else:
        turns = _is_greek(stem, ending, to_z=letter == "z")
    return word[: match.start(2)] + letter + ending if turns else word


def _is_greek(stem: str, ending: str, *, to_z: bool) -> bool:
    """Whether the ending after the stem is the one that is spelled both ways."""
    bare = _PREFIX.sub("", stem)
    if not to_z:
        known = stem in GREEK_IN_S if stem.endswith("s") else len(bare) > 2
        return known and stem not in NEVER_ISE and bare not in NEVER_ISE
    # raise, noise, bruise; likewise, clockwise
    if stem[-1] in "aouw" or stem in NEVER_IZE or bare in NEVER_IZE or len(bare) < 3:
        return stem in SURE_VERBS
    return not (ending == "es" and stem in NOT_VERBS_IN_ISES)


def _fits(match: re.Match[str], other: str) -> bool:
    """Whether the words around it let the word be the one that has the other spelling."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    after = match.string[match.end() : match.end() + 8]
    if other in ("metre", "metres"):
        return bool(_COUNTED.search(before))
    if other in ("programme", "programmes"):
        return not _COMPUTING.search(before)
    if other == "licence":
        return bool(_DETERMINED.search(before))
    if other == "rigour":
        return not after.startswith(" mortis")
    return True


def _begins_sentence(match: re.Match[str]) -> bool:
    text, word = match.string, match[0].lower()
    if word in OFTEN_NAMES or _NAME_FOLLOWS.match(text, match.end()):
        return False
    verb = _IZE.fullmatch(word)
    if verb is not None and verb[1] not in SURE_VERBS:
        return False  # Denise, Louise, Belize
    return bool(_OPENS.search(text_before(match, _REACH)))


_Pairs = Iterator[tuple[str, str]]

_OUR = """
    arbour ardour armour behaviour belabour candour clamour colour demeanour discolour disfavour
    dishonour enamour endeavour favour fervour flavour harbour honour humour labour misbehaviour
    misdemeanour multicolour neighbour odour parlour rancour rigour rumour saviour savour
    splendour succour tumour valour vapour vigour watercolour
"""
_OUR_ENDINGS = ("", "s", "ed", "ing", "ings", "er", "ers", "less", "ful", "fully", "able", "ably")
_OUR_ALONE = """
    behavioural behaviourally behaviourism behaviourist behaviourists colourist colourists
    colourise colourised colourising colourisation colourize colourized colourizing
    colourization favourite favourites favouritism unfavourable unfavourably armoury armouries
    savoury unsavoury neighbourhood neighbourhoods neighbourly honouree honourees dishonourable
    dishonourably flavoursome tricolour tricolours tricoloured
"""
_RE = """
    centre theatre fibre litre calibre lustre sabre sceptre spectre mitre ochre epicentre
    amphitheatre goitre kilometre centimetre millimetre decimetre nanometre hectometre
    millilitre centilitre decilitre hectolitre
"""
_DOUBLED = """
    travel cancel model label level signal total fuel duel dial equal rival quarrel marvel
    counsel channel tunnel shovel panel pedal initial parcel refuel snorkel swivel unravel yodel
    barrel bevel chisel cudgel dishevel enamel funnel grovel kennel libel pencil revel shrivel
    spiral stencil towel weasel bedevil pummel carol mislabel remodel
"""
# Roots of medical words, which keep whatever comes before or after.
_ROOTS: Final = (
    ("anaesth", "anesth"), ("paediatr", "pediatr"), ("orthopaed", "orthoped"),
    ("gynaecolog", "gynecolog"), ("haemorrh", "hemorrh"), ("haemoglob", "hemoglob"),
    ("haemophil", "hemophil"), ("haematolog", "hematolog"), ("leukaemi", "leukemi"),
    ("septicaemi", "septicemi"), ("glycaemi", "glycemi"), ("ischaemi", "ischemi"),
    ("oesophag", "esophag"), ("oestrogen", "estrogen"), ("diarrhoea", "diarrhea"),
    ("paedophil", "pedophil"), ("sulph", "sulf"),
)  # fmt: skip
_SINGLE = """
programme program|programmes programs|defence defense|defences defenses|defenceless defenseless
offence offense|offences offenses|pretence pretense|pretences pretenses|practised practiced
practising practicing|centred centered|centring centering|recentre recenter|recentred recentered
centrepiece centerpiece|centrepieces centerpieces|fibreglass fiberglass|theatregoer theatergoer
theatregoers theatergoers|lacklustre lackluster|meagre meager|sombre somber|sombrely somberly
metre meter|metres meters|grey gray|greys grays|greyed grayed|greying graying|greyish grayish
mould mold|moulds molds|moulded molded|moulding molding|mouldy moldy|moult molt|moulting molting
smoulder smolder|smouldered smoldered|smouldering smoldering|smoulders smolders|plough plow
ploughs plows|ploughed plowed|ploughing plowing|snowplough snowplow|snowploughs snowplows
jewellery jewelry|jeweller jeweler|jewellers jewelers|jewelled jeweled|moustache mustache
moustaches mustaches|moustachioed mustachioed|pyjamas pajamas|sceptic skeptic|sceptics skeptics
sceptical skeptical|sceptically skeptically|scepticism skepticism|aluminium aluminum
catalogue catalog|catalogues catalogs|catalogued cataloged|cataloguing cataloging|cosy cozy
cosier cozier|cosily cozily|artefact artifact|artefacts artifacts|manoeuvre maneuver
manoeuvres maneuvers|manoeuvred maneuvered|manoeuvring maneuvering|manoeuvrable maneuverable
manoeuvrability maneuverability|ageing aging|sizeable sizable|chequered checkered|aeroplane airplane
aeroplanes airplanes|anaemia anemia|anaemic anemic|caesarean cesarean|faeces feces|faecal fecal
foetus fetus|foetuses fetuses|foetal fetal|oedema edema|carburettor carburetor|furore furor
liquorice licorice|mollusc mollusk|molluscs mollusks|titbit tidbit|enrol enroll|enrols enrolls
enrolment enrollment|enrolments enrollments|fulfil fulfill|fulfils fulfills|fulfilment fulfillment
instil instill|instils instills|distil distill|distils distills|instalment installment
instalments installments|skilful skillful|skilfully skillfully|wilful willful|wilfully willfully
appal appall|appals appalls|enthral enthrall|enthrals enthralls|counsellor counselor
counsellors counselors|marvellous marvelous|marvellously marvelously|libellous libelous
woollen woolen|woollens woolens|crueller crueler|cruellest cruelest|panellist panelist
panellists panelists|duellist duelist|duellists duelists|gruelling grueling|tranquillity tranquility
"""
_TO_AMERICAN = """
licence license|licences licenses|practise practice|practises practices|cheque check|cheques checks
chequebook checkbook|tyre tire|tyres tires|kerb curb|kerbs curbs|kerbside curbside|storey story
storeys stories|draught draft|draughts drafts|draughty drafty|judgement judgment
judgements judgments|acknowledgement acknowledgment|acknowledgements acknowledgments
encyclopaedia encyclopedia|encyclopaedias encyclopedias|annexe annex|gaol jail|gaoled jailed
"""
_TO_BRITISH = """
glamor glamour|archeology archaeology|archeologist archaeologist|archeologists archaeologists
archeological archaeological|esthetic aesthetic|esthetics aesthetics|esthetically aesthetically
ax axe
"""

NEVER_IZE: Final = word_set(
    "acc adv advert an appr ass cer chast chem circumc compr comprom conc convoit cot dem desp "
    "dev empr enfranch enterpr entrem entrepr exc excerc exerc expert franch friand gourmand hant "
    "highr imprec improv inc indiv madv mainm maitr marchand merchand moonr mort parad pract prec "
    "prem prom rem repr rev sott soum sunr superv surm surpr telev treat upr val vantard"
)
"""What stands before -ise in words that are never spelled -ize: Oxford's list, and French words."""
NOT_VERBS_IN_ISES: Final = word_set(
    "trell metropol megalopol necropol acropol portcull pelv pen mant clitor epiderm probosc "
    "chrysal syphil cannab tenn"
)
"""What stands before -ises in plurals of nouns in -is."""
NEVER_ISE: Final = word_set("mispr appr rese disse")
"""What stands before -ize in words never spelled -ise and longer than prize and seize."""
GREEK_IN_S: Final = word_set(
    "emphas overemphas reemphas synthes photosynthes resynthes hypothes metastas parenthes fantas "
    "apotheos"
)
"""What stands before -ize in words that have an s there and do not end in "size" (downsize)."""
SURE_VERBS: Final = word_set(
    "apolog author capital categor central character civil colon commercial critic crystal custom "
    "decentral democrat demil digit dramat econom emphas energ equal final formal general ghetto "
    "global harmon hospital ideal immun industrial initial legal liberal local market material "
    "maxim memor minim mobil modern national natural neutral normal optim organ penal personal "
    "polar popular priorit privat public radical rational real recogn reorgan sanit scrutin "
    "soliloqu special stabil standard steril subsid summar symbol sympath synchron terror traumat "
    "urban util vandal victim visual western"
)
"""What stands before -ise and -ize in common verbs: one that begins a sentence is not a name."""
LYSE: Final = word_set(
    "anal reanal overanal psychoanal paral catal breathal dial electrol hydrol photol"
)
"""What stands before -yse (British, Oxford too) and -yze (American): Oxford's list."""
# Words that, with a capital, are more often a name than a word at the start of a sentence.
OFTEN_NAMES: Final = word_set(
    "labour labor grey gray honour honor tyre sabre saber harbour harbor centre center storey "
    "carol valour valor"
)


def _listed(table: str) -> _Pairs:
    for line in table.strip().splitlines():
        for pair in line.split("|"):
            left, right = pair.split()
            yield left, right


def _families() -> _Pairs:
    for word in _OUR.split():
        for ending in _OUR_ENDINGS:
            yield word + ending, word.removesuffix("our") + "or" + ending
    for word in _OUR_ALONE.split():
        yield word, word.replace("our", "or")
    for word in _RE.split():
        american = word.removesuffix("re") + "er"
        yield from ((word, american), (word + "s", american + "s"))
    for word in _DOUBLED.split():
        for ending in ("ed", "ing", "er", "ers"):
            yield word + word[-1] + ending, word + ending


def _different(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {left: right for left, right in pairs if left != right}


BOTH_WAYS: Final = _different([*_families(), *_listed(_SINGLE)])
TO_AMERICAN: Final = BOTH_WAYS | _different(_listed(_TO_AMERICAN))
TO_BRITISH: Final = {american: british for british, american in BOTH_WAYS.items()} | _different(
    _listed(_TO_BRITISH)
)
ROOTS: Final = _different(_ROOTS)
