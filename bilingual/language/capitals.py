"""Words that keep their capitals when a headline in capitals is lowered: acronyms, numerals,
countries and cities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

# Acronyms with a vowel; those without one (SNCF, PS, TGV) are recognised by that.
_ACRONYMS = """
    ADN AFP AIE AIEA AMF ANSES ARCEP ARN ASEAN BCE BEI BERD BIT BNP BRICS CAC CAF CAN CEDEAO CEDH
    CEE CEO CETA CFE CFDT CGT CHU CIA CICR CIJ CIO CNIL COP CPI CRS CSA DGSE DGSI EDF EELV ENA ENS
    ESA EHPAD FAO FBI FED FIFA FMI FNSEA FO GAFA GAFAM GIEC GIGN GPS HCR IA IFOP INED INSEE INSERM
    IPC IRM ISF JO KO LCI LFI LGBT LR LREM MEDEF MODEM NASA NBA NFL OCDE OGM OIT OL OM OMC OMS ONG
    ONU OPA OPEP OTAN OVNI PAC PAF PDG PEA PIB PMA PME PMI PNB PSA QI RATP RDC RER RFI RIC RN RSA
    RTE RTL RTT SARL SAMU SDF SMIC SPA TAFTA TER TF1 TNT TVA UDI UE UEFA UMP UNEF UNESCO UNICEF URSS
    URSSAF USA VIH VTC ZAD ZEP ZFE
"""
ACRONYMS = frozenset(_ACRONYMS.split())
# Spelt with one capital although the headline gave them in full.
_TITLES = {
    "MME": "Mme",
    "MMES": "Mmes",
    "MLLE": "Mlle",
    "DR": "Dr",
    "MGR": "Mgr",
    "ST": "St",
    "STE": "Ste",
}
_PLACES = """
    Afghanistan Afrique Algérie Allemagne Amérique Angleterre Argentine Arménie Asie Athènes
    Australie Autriche Azerbaïdjan Bagdad Bamako Barcelone Belgique Bénin Berlin Beyrouth
    Biélorussie Birmanie Bolivie Bordeaux Bosnie Brésil Bretagne Bruxelles Bulgarie Burkina Burundi
    Californie Cambodge Cameroun Canada Chili Chine Chypre Colombie Congo Corée Corse Croatie Cuba
    Dakar Damas Danemark Dijon Djibouti Égypte Équateur Espagne Estonie Éthiopie Europe Finlande
    Floride France Gabon Gaza Genève Géorgie Grèce Grenoble Guadeloupe Guinée Guyane Haïti Hongrie
    Inde Indonésie Irak Iran Irlande Islande Israël Italie Jamaïque Japon Jérusalem Jordanie Kaboul
    Kenya Kiev Kosovo Koweït Lettonie Liban Libéria Libye Lille Lisbonne Lituanie Londres Luxembourg
    Lyon Madagascar Madrid Malaisie Mali Malte Maroc Marseille Martinique Mauritanie Mayotte Metz
    Mexique Milan Moldavie Monaco Mongolie Monténégro Montpellier Montréal Moscou Mozambique Munich
    Namibie Nantes Népal Nice Nicaragua Niger Nigéria Nigeria Normandie Norvège Nouvelle-Calédonie
    Nouvelle-Zélande Orléans Ouganda Pakistan Palestine Panama Paraguay Paris Pays-Bas Pékin Pérou
    Philippines Pologne Polynésie Portugal Provence Qatar Québec Rennes Rome Rouen Roumanie
    Royaume-Uni Russie Rwanda Sahel Sénégal Serbie Sibérie Singapour Slovaquie Slovénie Somalie
    Soudan Stockholm Strasbourg Suède Suisse Syrie Tahiti Taïwan Tanzanie Tchad Tchéquie Téhéran
    Texas Thaïlande Togo Tokyo Toulouse Tunis Tunisie Turquie Ukraine Uruguay Varsovie Vatican
    Venezuela Vienne Vietnam Washington Yémen Zambie Zimbabwe Zurich États-Unis Etats-Unis Egypte
    Ethiopie Equateur
"""
PLACES = frozenset(_PLACES.split())
_PLACES_BY_CAPITALS = {place.upper(): place for place in PLACES}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORDS_LIKE_NUMERALS = frozenset(
    {"DIX", "MIX", "MIL", "MI", "DI", "LI", "CI", "CL", "DC", "MC", "C", "D", "L", "M"}
)
_NAME = re.compile(r"(?<=[a-zà-ÿœ,;] )[A-ZÀ-ÞŒ][\w-]*[a-zà-ÿœ][\w-]*")
_LOWER = re.compile(r"(?<![\w-])[a-zà-ÿœ][\w-]*")
_VOWELS = re.compile("[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŸŒÆ]")
_LONGEST_CONSONANTS = 5


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """Words that running text writes with a capital inside its sentences and never without, by
    their capitals.

    >>> names_in(["Selon Durand, le port est prêt.", "Le Port, dit Durand, attend."])
    {'DURAND': 'Durand'}
    """
    names: dict[str, str] = {}
    lower: set[str] = set()
    for text in texts:
        names |= {name.upper(): name for name in _NAME.findall(text)}
        lower.update(word.upper() for word in _LOWER.findall(text))
    return {capitals: name for capitals, name in names.items() if capitals not in lower}


def recase_word(word: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """One word of a headline in capitals in the case it has inside a sentence; `names` as
    `names_in` gives them.

    >>> [recase_word(word) for word in ("SNCF", "XIV", "ROYAUME-UNI", "G7", "GRÈVE")]
    ['SNCF', 'XIV', 'Royaume-Uni', 'G7', 'grève']
    """
    if not word.isupper():
        return word
    if known := _PLACES_BY_CAPITALS.get(word) or _TITLES.get(word) or names.get(word):
        return known
    if "-" in word:
        return _compound(word, names)
    return word if _keeps_capitals(word) else word.lower()


def _compound(word: str, names: Mapping[str, str]) -> str:
    parts = word.split("-")
    if parts[0] in {"SAINT", "SAINTE"}:  # Saint-Denis, Sainte-Beuve: a name in any sentence
        return "-".join(part.capitalize() for part in parts)
    return "-".join(recase_word(part, names) for part in parts)


def _keeps_capitals(word: str) -> bool:
    if word in ACRONYMS or any(character.isdigit() for character in word):
        return True
    if len(word) == 1:  # "A" and "Y" are words, an elided L' or D' is one too
        return False
    if not _VOWELS.search(word) and len(word) <= _LONGEST_CONSONANTS:
        return True
    return word not in _WORDS_LIKE_NUMERALS and bool(_ROMAN.fullmatch(word))
