"""Words by which two newsrooms mean one thing: a fire burns in one headline and has flames in the other.

Each line is one concept, by the beginnings of its words, folded (lower case, no accents); "=" ends a beginning that has
to be the whole word, "_" joins two words. Left out: words whose other meaning is as frequent in the news.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SHORTEST: Final = 4  # letters of a beginning
LONGEST: Final = 14

_EVENTS = """
incendi feu= feux= flamme brul calcin
seism sism tremblement secousse replique magnitude
tempet ouragan cyclon rafale bourrasque typhon
inond crue= crues= decrue submerg
seche= secheresse canicul
avalanch coulee_de
erupti volcan
tuer= tue= tues= tuee= tuees= mort= morts= morte= mortes= mourir= meurt= meurent= deces deced victime obseques
bless hospitalis
disparu disparit introuvabl
sauvet secours secouris rescap
evacu reloge
accident collision crash percut carambolag derail
explos detonat deflagr
attentat terroris
fusillad tirs= tireur
cambriol vole= volee= voles= volees= derob braquag malfaiteur butin
arrete= arretes= arretee= arrestat interpell garde_a
enquet investigat
proces tribunal juge= juges= audienc assises= comparu comparai prevenu
condamn peine= verdict
plainte plaignant assigne
acquitt relaxe=
cyberattaq rancong pirat
grev preavis debray cesse_le mobilis
manif cortege defil
licenci suppress supprim
embauch recrut
vote= votes= voter= voix= suffrag scrutin elect elire= elue= elus= electoral
sondag
demiss
nomme= nommee= nommes= nomination
limog remerci= remercie= evince mise_a
loi= lois= reform projet_de
depute assemblee parlement senat
accord traite= signe= signee= signature scell
sommet entretien entreten entretenu discussion convers appel= telephon visioconf video= videoconf
cessez treve armistic
bombard frappe= frappes= missil drone
invasion envahi offensiv
otage enlev rapt= libere
taux= credit
banque_centrale banquier_central reserve_federale fed= bce= francfort=
baiss recul diminu reduc reduit redui chute=
hauss augment croiss
budget deficit
dette= endett
rachat rachet acquisi fusion=
levee_de tour_de investiss
faillit redress liquidat
vaccin immunis
epidemi foyer contamin infect virus
decouver decouvr repere
lancement decoll fusee lanceur orbit
satellit
planet exoplanet
victoir vainqu gagn remport triomph succes sacre=
defait perdu= inclin
match partie=
entraineur coach= technicien
laureat recompens couronn prime=
film= cineast long-metrag
exposition vernissag
concert recital
roman= romancier ecrivain
inaugur rouvr reouvert
ferm= ferme= fermer= fermet
travaux chantier renov
retard repouss report= reporte= reportee= ajourn
nucleair reacteur
courant electric panne=
abattu= abattus= abattue= abattues= abattag euthanas
avion appareil airbus boeing
navire= bateau paquebot cargo
train= trains= tgv= rail= ferroviair cheminot conducteur quais=
eleveur elevag troupeau brebis
canard volaill dinde= dindes= palmiped aviair influenza
baleine= rorqual cetac cachalot
tableau toile= toiles= peintur pastel
eleves= ecole= ecoles= scolair enseignant
maire= maires= magistrat
voyageur passager usager
salaire remuner
usine= usines= site=
vingt-sept union_europeenne ue= europe= europeen bruxelles=
defense= militair armee= armees= rearm
"""

# A capital stands for its government, a people for its country.
_PLACES = """
paris= parisien
russe= russes= russie moscou kremlin
chin= chine= chinois pekin
etats-unis americain washington maison-blanche
ukrain kiev= kyiv=
allema berlin=
britanniq royaume-uni londres= londonien
anglai= anglais angleterre
ital= italie italien rome=
espagn madrid=
portug lisbonn
belg= belge= belges= belgique
neerland pays-bas= hollandais
suiss helvet
autrich vienne=
polog polon varsov
hongr budapest
grec= grece grecs= grecque athenes=
turc= turcs= turqu ankara=
israel jerusalem
palestin gaza=
iran= iranien teheran
irak= irakien bagdad
syri= syrie syrien damas=
liban libanais beyrouth
egypt
algeri alger=
maroc rabat=
tunis
japon tokyo=
coree= coreen seoul pyongyang
inde= indien indienne new-delhi
pakistan islamabad
philippin manille
australi canberra
canad ottawa
mexi= mexiq mexic mexico=
bresil brasilia
argentin buenos-aires
chili= chilien santiago=
colombi bogota=
venezuel caracas=
sued= suede suedois stockholm
norveg oslo=
danois danemark copenhag
finland helsinki
irland dublin=
ecoss edimbourg
breton bretagne
normand= normandie
corse= corses=
"""


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The concepts that are places: two articles that share one share a name."""
    firsts = (line.split()[0] for line in _PLACES.split("\n") if line.strip())
    return frozenset("+" + first.rstrip("=") for first in firsts)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words -> concept, and beginnings of words -> concept."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for line in (_EVENTS + _PLACES).split("\n"):
        entries = line.split()
        for entry in entries:
            table = whole if entry.endswith("=") else beginnings
            table[entry.rstrip("=")] = "+" + entries[0].rstrip("=")
    return whole, beginnings


@lru_cache(maxsize=65536)
def concept(word: str) -> str | None:
    """The concept of a folded word, or of two joined by "_"; None for most words.

    >>> concept("flammes"), concept("kremlin"), concept("banque_centrale"), concept("table")
    ('+incendi', '+russe', '+banque_centrale', None)
    """
    whole, beginnings = _tables()
    if word in whole:
        return whole[word]
    if "_" in word:
        return beginnings.get(word)
    for length in range(min(len(word), LONGEST), SHORTEST - 1, -1):
        if (found := beginnings.get(word[:length])) is not None:
            return found
    return None
