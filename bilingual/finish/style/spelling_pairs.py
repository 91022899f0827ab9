"""Words that British and American English spell differently, as tables; what to do with them is in
`spelling`.

`BOTH_WAYS` pairs a British with an American spelling. Where one of the two is also another word
(check, tire, story, license) only the way that leaves no doubt is taken: `TO_AMERICAN`,
`TO_BRITISH`. All keys are lower case. Forms that nobody writes ("tumourable") come with the
families and do no harm. Left out: words that differ (lift, elevator).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bilingual.finish.style.lexicon import words_of

_Pairs = Iterator[tuple[str, str]]

_OUR = (
    "arbour ardour armour behaviour belabour candour clamour colour demeanour discolour "
    "disfavour dishonour enamour"
    " endeavour favour fervour flavour harbour honour humour labour misbehaviour "
    "misdemeanour multicolour neighbour"
    " odour parlour rancour rigour rumour saviour savour splendour succour tumour valour "
    "vapour vigour watercolour"
)
_OUR_ENDINGS = ("", "s", "ed", "ing", "ings", "er", "ers", "less", "ful", "fully", "able", "ably")
_OUR_ALONE = (
    "behavioural behaviourally behaviourism behaviourist behaviourists colourist colourists "
    "colourise colourised"
    " colourising colourisation colourize colourized colourizing colourization favourite "
    "favourites favouritism"
    " unfavourable unfavourably armoury armouries savoury unsavoury neighbourhood "
    "neighbourhoods neighbourly"
    " honouree honourees dishonourable dishonourably flavoursome tricolour tricolours tricoloured"
)
_RE = (
    "centre theatre fibre litre calibre lustre sabre sceptre spectre mitre ochre epicentre "
    "amphitheatre goitre"
    " kilometre centimetre millimetre decimetre nanometre hectometre millilitre centilitre "
    "decilitre hectolitre"
)
_DOUBLED = (
    "travel cancel model label level signal total fuel duel dial equal rival quarrel marvel "
    "counsel channel tunnel"
    " shovel panel pedal initial parcel refuel snorkel swivel unravel yodel barrel bevel "
    "chisel cudgel dishevel"
    " enamel funnel grovel kennel libel pencil revel shrivel spiral stencil towel weasel "
    "bedevil pummel carol"
    " mislabel remodel"
)
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

NEVER_IZE: Final = words_of(
    "acc adv advert an appr ass cer chast chem circumc compr comprom conc convoit cot dem "
    "desp dev empr enfranch enterpr"
    " entrem entrepr exc excerc exerc expert franch friand gourmand hant highr imprec improv "
    "inc indiv madv mainm maitr marchand"
    " merchand moonr mort parad pract prec prem prom rem repr rev sott soum sunr superv surm "
    "surpr telev treat upr"
    " val vantard"
)
"""What stands before -ise in words that are never spelled -ize: Oxford's list, and French words."""
NOT_VERBS_IN_ISES: Final = words_of(
    "trell metropol megalopol necropol acropol portcull pelv pen mant clitor epiderm probosc "
    "chrysal syphil"
    " cannab tenn"
)
"""What stands before -ises in plurals of nouns in -is."""
NEVER_ISE: Final = words_of("mispr appr rese disse")
"""What stands before -ize in words never spelled -ise and longer than prize and seize."""
GREEK_IN_S: Final = words_of(
    "emphas overemphas reemphas synthes photosynthes resynthes hypothes metastas parenthes "
    "fantas apotheos"
)
"""What stands before -ize in words that have an s there and do not end in "size" (downsize)."""
SURE_VERBS: Final = words_of(
    "apolog author capital categor central character civil colon commercial critic crystal "
    "custom decentral"
    " democrat demil digit dramat econom emphas energ equal final formal general ghetto "
    "global harmon hospital ideal"
    " immun industrial initial legal liberal local market material maxim memor minim mobil "
    "modern national"
    " natural neutral normal optim organ penal personal polar popular priorit privat public "
    "radical rational"
    " real recogn reorgan sanit scrutin soliloqu special stabil standard steril subsid "
    "summar symbol sympath synchron"
    " terror traumat urban util vandal victim visual western"
)
"""What stands before -ise and -ize in common verbs: one that begins a sentence is not a name."""
LYSE: Final = words_of(
    "anal reanal overanal psychoanal paral catal breathal dial electrol hydrol photol"
)
"""What stands before -yse (British, Oxford too) and -yze (American): Oxford's list."""
# Words that, with a capital, are more often a name than a word at the start of a sentence.
OFTEN_NAMES: Final = words_of(
    "labour labor grey gray honour honor tyre sabre saber harbour harbor centre center "
    "storey carol valour valor"
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
