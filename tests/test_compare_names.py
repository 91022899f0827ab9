"""Names survive translation as exonyms or as spellings that sound alike."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.compare.names import EnglishWords, match_names
from bilingual.language.names import find_names_fr

KEPT = [
    ("Il vit à Londres.", "He lives in London."),
    ("Le sommet se tient à Pékin.", "The summit is held in Beijing."),
    ("Selon l'Allemagne, rien ne presse.", "According to Germany, there is no hurry."),
    ("Un appel entre Poutine et Xi.", "A call between Putin and Xi."),
    ("Le ministre Sergueï Lavrov", "Minister Sergei Lavrov"),
    ("Le cosmonaute Iouri Gagarine", "Cosmonaut Yuri Gagarin"),
    ("un roman de Tchernychevski", "a novel by Chernyshevsky"),
    ("Le président Zelensky est venu.", "President Zelenskyy came."),
    ("avec l'OTAN et l'ONU", "with NATO and the United Nations"),
    ("un accord de l'UE", "an EU deal"),
    ("depuis les États-Unis", "from the U.S."),
    ("depuis les Etats-Unis", "from the United States"),
    ("la Corée du Nord menace", "North Korea threatens"),
    ("en Côte d'Ivoire", "in Ivory Coast"),
    ("un match aux Pays-Bas", "a match in the Netherlands"),
    ("la Maison Blanche dément", "the White House denies it"),
    ("le Conseil de sécurité s'est réuni", "the Security Council met"),
    ("il a vu M. Dupont-Aignel", "he saw Mr Dupont-Aignel"),
    ("chez les Américains", "among Americans"),
    ("un fidèle de Kadhafi", "a follower of Gaddafi"),
    ("le roi d'Écosse", "the king of Scotland"),
    ("à Saint-Pétersbourg", "in St. Petersburg"),
    ("le FMI et la BCE", "the IMF and the ECB"),
    ("la région du Proche-Orient", "the Middle East"),
    ("En 1944, Jean Moulinet entre dans Paris.", "In 1944, Jean Moulinet enters Paris."),
    ("un appel de Xi Jinping", "a call from Xi Jinping"),
    ("un appel de Xi Jinping", "a call from Mr Xi"),
    ("un appel de Sergueï Lavrov", "a call from Sergey Lavrov"),
    ("un appel de Sergueï Lavrov", "a call from Minister Lavrov"),
    ("un appel de Benyamin Nétanyahou", "a call from Binyamin Netanyahu"),
    ("le sommet de l'OCS", "the SCO summit"),
    ("les pays du Sud global", "countries of the Global South"),
    ("à La Haye", "in The Hague"),
    ("le président de l'Équateur", "the president of Ecuador"),
    ("un certain Tchernoukhine", "one Chernukhin"),
]

MISSING = [
    ("Il vit à Londres.", "He lives in Paris.", ["Londres"]),
    ("une rencontre avec Poutine", "a meeting with Trump", ["Poutine"]),
    ("avec Mme Kowalczyk", "with Mrs Robinson", ["Kowalczyk"]),
    ("la Corée du Nord menace", "Iran threatens", ["Corée du Nord"]),
    ("un accord de l'OTAN", "a deal", ["OTAN"]),
    ("un appel de Xi Jinping", "a call from Xi Jinit", ["Xi Jinping"]),
    ("un appel de Xi Jinping", "a call from Jinping Li", ["Xi Jinping"]),
    ("un appel de Sergueï Lavrov", "a call from Serhit Lavrov", ["Sergueï Lavrov"]),
    ("un appel de Sergueï Lavrov", "a call from Sergei Lavalov-Brin", ["Sergueï Lavrov"]),
    ("la Corée du Nord menace", "South Korea threatens", ["Corée du Nord"]),
    ("François Bayrou a vu le pape François.", "François Bayrou saw the pape.", ["pape François"]),
    ("Marine Le Pen a parlé.", "The Pen spoke.", ["Marine Le Pen"]),
    ("un voyage à Pékin", "a trip to Pekin", ["Pékin"]),
    ("un voyage à Londres", "a trip to Londres", ["Londres"]),
]


@each("french, english", KEPT)
def test_kept(french: str, english: str) -> None:
    names = find_names_fr(french)
    assert names
    assert match_names(names, EnglishWords(english)).missing == ()


@each("french, english, missing", MISSING)
def test_missing(french: str, english: str, missing: list[str]) -> None:
    matching = match_names(find_names_fr(french), EnglishWords(english))
    assert [mention.text for mention in matching.missing] == missing


def inversions(french: str, english: str) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in compare(french, english).inversions]


@each(
    "french, english, turned",
    [
        ("Hier, Xi Jinping a longuement reçu Poutine.",
         "Yesterday, Putin received Xi Jinping at length.", [("Xi Jinping", "Poutine")]),
        ("Hier, Xi Jinping a longuement reçu Poutine.",
         "Yesterday, Xi Jinping received Putin at length.", []),
        ("Londres a porté plainte hier contre Varsovie.",
         "Warsaw filed a complaint yesterday against London.", [("Londres", "Varsovie")]),
        # English only orders its words in its own way.
        ("un accord entre Moscou et Pékin", "a deal between Beijing and Moscow", []),
        ("Le musée de l'Holocauste de Yad Vashem.", "The Yad Vashem Holocaust Museum.", []),
        ("L'université d'État de Moscou, en Russie.", "In Russia, Moscow State University.", []),
        ("La Cour Suprême de Justice des États-Unis.", "The US Supreme Court of Justice.", []),
        ("M. Zwyrtok, chercheur à Londres, le dit.", "London researcher Zwyrtok says so.", []),
    ],
)  # fmt: skip
def test_who_does_what_is_seen_in_the_order(
    french: str, english: str, turned: list[tuple[str, str]]
) -> None:
    assert inversions(french, english) == turned


# French | English | what is spelled differently, as French=English; "" where all names are kept,
# "-" where a name is missing or added.
SPELLED = """
Le maire Wentzler est parti.|Mayor Wentler has left.|Wentzler=Wentler
Le maire Wentzler est parti.|Mayor Wentzler has left.|
Le juge Fogelbrand est là.|Judge Fogelbrant is here.|Fogelbrand=Fogelbrant
Selon Tchernychev, il pleut.|According to Chernyshev, it rains.|
Selon Mokrinski, il pleut.|According to Mokrinsky, it rains.|
Le fleuve Pasvikel coule.|The river Paslikel flows.|Pasvikel=Paslikel
Les Rothmund ont voté.|The Rothmunds have voted.|
La légende de Persée dure.|The legend of Perseus lasts.|
Le ministre Quillfeld parle.|Minister Quelfold speaks.|Quillfeld=Quelfold
Le ministre Quillfeld parle.|Minister Zumrak speaks.|-
Hier, Larry Hagmund est mort.|Yesterday Hagmund died.|
Hier, Larry Hagmund est mort.|Yesterday Lurry Hagmund died.|Larry=Lurry
Hier, Jean DUPOND a voté contre.|Yesterday Jean DUPOND voted against.|
Hier, Jean DUPOND a voté contre.|Yesterday Jean Dupond voted against.|
Hier, Jean DUPOND a voté contre.|Yesterday Jean Dupont voted against.|DUPOND=Dupont
Avec Paul LE BIHAN et Anne ROUX-KERVEL.|With Paul Le Bihan and Anne Roux-Kervel.|
Avec Paul LE BIHAN et Anne ROUX-KERVEL.|With Paul the Bihan and Anne Roux-Kervel.|-
Avec Paul LE BIHAN et Anne ROUX-KERVEL.|With Paul Le Bihan and Anne Roux.|-
Hier M. LEROY a répondu à Mme LE GOFF.|Yesterday Mr Leroy answered Ms Le Goff.|
Hier M. LEROY a répondu à Mme LE GOFF.|Yesterday Mr King answered Ms Le Goff.|-
Les SALARIÉS du groupe AIR FRANCE ont voté la GRÈVE.|Air France staff voted to strike.|
Les SALARIÉS du groupe AIR FRANCE ont voté la GRÈVE.|The staff of France voted to strike.|-
Hier, Vladimir POUTINE a parlé.|Yesterday Vladimir Putin spoke.|
Le dirigeant Xi Jinping (习近平) est là.|The leader Xi Jinping (习近平) is here.|
Le dirigeant Xi Jinping (习近平) est là.|The leader Xi Jinping () is here.|-
Une connexion Wi-Fi est là.|A wifi connection is there.|
Le vol PNG CG4684 est là.|Flight PNG CG4684 is here.|
Le mot russe правда se dit.|The Russian word правда is said.|
Le mot russe правда se dit.|The Russian word is said.|-
Un rayon α est émis.|An alpha ray is emitted.|
Le suivi de la BPCO est long.|The follow-up of COPD is long.|
Le suivi de la CGTM est long.|The follow-up of CGTN is long.|-
Le suivi de la BPCO est long.|The follow-up is long.|-
Il roule en VTT.|He rides a VT.|-
La SNCF a signé.|The CDSF signed.|-
L'Institut fédéral des Faillites est là.|The Federal Bankruptcy Institute is here.|
Vol 714 pour Sydney.|Flight 714 for Sydney.|
Vendredis noirs à Londres.|Black Fridays in London.|
Il a vu Jean Petit hier.|He saw Jean Petit yesterday.|
Il a vu Jean Petit hier.|He saw Jean Small yesterday.|-
Hier Mme BLANC a parlé.|Yesterday Ms Blanc spoke.|
Hier Mme BLANC a parlé.|Yesterday Ms White spoke.|-
Hier M. Petit a parlé.|Yesterday Mr Petit spoke.|
Hier M. Petit a parlé.|Yesterday Mr Small spoke.|-
"""


@each("row", SPELLED.strip().splitlines())
def test_how_names_are_spelled(row: str) -> None:
    french, english, told = row.split("|")
    pair = compare(french, english)
    misspelt = ";".join(f"{theirs}={ours}" for theirs, ours in pair.misspelt_names)
    wrong = bool(pair.names.missing or pair.invented_names)
    assert misspelt == told.strip("-")
    assert wrong == (told == "-") or misspelt
    assert bool(pair.wrong["names"]) == bool(told)


def test_a_place_inside_another_name_is_not_written() -> None:
    names = find_names_fr("Le prix Albert Londres, un vol Air Algérie et la ville de Londres.")
    assert [name.written for name in names if name.english] == ["", "", "London"]
    english = "The Albert Londres prize, an Air Algérie flight and the city of London."
    assert match_names(names, EnglishWords(english)).missing == ()


@given(
    st.sampled_from(["Xi Jinping", "Sergueï Lavrov", "Narendra Modi", "Recep Tayyip Erdogan"]),
    st.text(),
)
def test_a_person_is_kept_by_the_full_name_wherever_it_stands(name: str, text: str) -> None:
    (mention,) = find_names_fr(f"avec {name}")
    assert match_names([mention], EnglishWords(f"{text} . {mention.written} .")).missing == ()


@given(st.text(), st.text())
def test_every_name_is_kept_or_missing(french: str, english: str) -> None:
    names = find_names_fr(french)
    matching = match_names(names, EnglishWords(english))
    together = [mention for mention, _ in matching.kept] + list(matching.missing)
    assert sorted(together, key=lambda mention: mention.start) == names
