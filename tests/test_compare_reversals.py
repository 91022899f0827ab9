"""A negation that is gone and a word that says the opposite are found; what says the same in other
words is left."""

from __future__ import annotations

from importlib.resources import files

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.compare.reversals import Reversal
from bilingual.translate.attempts import missing


@each(
    "french, english, said, opposite",
    [
        ("Les prix ont baissé en mai.", "Prices rose in May.", "baissé", "rose"),
        ("Le musée a rouvert hier.", "The museum closed yesterday.", "rouvert", "closed"),
        ("La banque a accepté l’offre.", "The bank refused the offer.", "accepté", "refused"),
        ("Il est arrivé après la fin.", "He came before the end.", "après", "before"),
        ("Les marchés du nord montent.", "The markets of the south are rising.", "nord", "south"),
        ("Dix soldats ont été blessés.", "Ten soldiers were killed.", "blessés", "killed"),
        ("Sa sœur est ministre.", "His brother is a minister.", "sœur", "brother"),
        ("Le texte est plus long.", "The text is less long.", "plus", "less"),
        ("Un pays plus riche", "A POORER COUNTRY, MORE OR SO", "riche", "POORER"),
        ("Le chef nord-coréen parle.", "The South Korean leader speaks.", "nord", "South"),
        (
            "Il n'est pas venu, mais sa sœur a ri.",
            "He did not come, but his brother laughed.",
            "sœur",
            "brother",
        ),
    ],
)
def test_the_opposite_of_a_word_is_found(
    french: str, english: str, said: str, opposite: str
) -> None:
    assert compare(french, english).reversals == (Reversal(said, opposite),)


@each(
    "french, english",
    [
        ("Les prix ont baissé en mai.", "Prices went down in May."),  # the same, in other words
        ("L'entrée est interdite.", "Entry is not allowed."),
        ("Le motif n'est pas clair.", "The motive is unclear."),
        ("Ce n'est pas clairement dit.", "It is said unclearly."),
        ("C'était un avant-goût du printemps.", "It was a foretaste after a cold spring."),
        ("Les bas-reliefs du haut du mur.", "The reliefs high on the wall."),
        ("Le haut-parleur est en panne.", "The loudspeaker at low volume is broken."),
        ("Il n’a pas réussi.", "He failed."),
        ("Ils ont perdu, nous avons gagné.", "We lost."),  # both in the French: it proves nothing
        ("Le premier ministre parle.", "The last minister speaks."),
        ("Au moins dix personnes.", "More than ten people."),
        ("Le plus grand feu a fait deux morts.", "The biggest fire has killed at least two."),
        ("Le jeune homme de 19 ans est libre.", "The 19-year-old man is free."),
        ("Il n’a pas réussi et ne sera pas élu.", "He failed and will not be elected."),
        (
            "Il n’est pas coupable et n’ira pas en prison.",
            "He is innocent and will not go to prison.",
        ),
    ],
)
def test_other_words_for_the_same_are_no_reversal(french: str, english: str) -> None:
    assert not any(reversal.english for reversal in compare(french, english).reversals)


@each(
    "french, english, negation",
    [
        ("Le projet ne verra pas le jour.", "The project will see the day.", "ne … pas"),
        ("L’usine n’emploie plus personne.", "The plant employs everybody.", "n' … plus"),
        ("Il n'a jamais dit cela.", "He has said that.", "n' … jamais"),
        ("Ne comptez guère sur lui.", "Count on him.", "ne … guère"),
        ("Les ventes n’ont aucun avenir.", "Sales have a future.", "n' … aucun"),
        ("Aucun accord n’a été trouvé.", "An agreement was found.", "Aucun"),
        ("Personne n’est venu.", "Everybody came.", "Personne"),
        ("Pas d’accord à Bruxelles", "Agreement in Brussels", "Pas"),
        ("Plus de 300 députés n’ont pas voté.", "More than 300 MPs voted.", "n' … pas"),
        ("Il n’a pas été arrêté.", "He was arrested.", "n' … pas"),
        (
            "Le président n’a toutefois pas confirmé.",
            "The president nevertheless confirmed.",
            "n' … pas",
        ),
    ],
)
def test_a_lost_negation_is_found(french: str, english: str, negation: str) -> None:
    assert compare(french, english).reversals == (Reversal(negation, ""),)


@each(
    "french, english",
    [
        ("Il ne viendra pas.", "He won’t come."),
        ("Il ne viendra pas.", "He refuses to come."),
        ("Ce n’est pas possible.", "It is impossible."),
        ("Il n’a que dix ans.", "He is ten."),  # only
        ("L’Allemagne n’en sera que plus forte.", "Germany will be stronger."),
        ("N’est-ce pas merveilleux ?", "Is it marvellous?"),  # may be asked either way
        ("Partons avant qu’il ne pleuve plus fort.", "Let us go before it rains harder."),
        ("Il n’a cessé de crier, pas moi.", "He went on shouting."),
        ("Elle ne peut, elle non plus, oublier.", "She, too, remembers."),
        ("Le magasin n’est pas ouvert.", "The shop is closed."),
        ("« N’est-ce pas merveilleux\u202f?\u00a0» dit-il.", '"Is it marvellous?" he says.'),
        ("Elle n’a pas souhaité répondre.", "She declined to comment."),
        ("Il n’est pas rare qu’il pleuve.", "It is common for it to rain."),
        ("N’hésitez pas à venir.", "Feel free to come."),
    ],
)
def test_what_denies_in_other_words_is_no_lost_negation(french: str, english: str) -> None:
    assert compare(french, english).reversals == ()


def test_a_translation_that_says_the_opposite_is_the_worse_one() -> None:
    french = "Le musée a rouvert."
    closed = compare(french, "The museum closed.")
    assert missing(closed) > missing(compare(french, "The museum has reopened."))


def test_every_word_of_the_lists_stands_once_and_says_one_thing() -> None:
    text = files("bilingual").joinpath("data/opposites.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    for row in rows:
        assert len(row) == 4, row
        french, english, other_french, other_english = (cell.split() for cell in row)
        for words in (french, english, other_french, other_english):
            assert words, row
            assert len(words) == len(set(words)), row
        assert not set(french) & set(other_french), row
        said = {word.strip("()") for word in english} & {word.strip("()") for word in other_english}
        # What may say either proves neither.
        assert all(f"({word})" in english and f"({word})" in other_english for word in said), row


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(french: str, english: str) -> None:
    for reversal in compare(french, english).reversals:
        assert reversal.french
        plain = english.replace("’", "'").lower()
        assert reversal.english.lower() in plain


WORD_FOR_WORD = {
    "il": "he", "ne": "not", "n’a": "has not", "pas": "not", "plus": "more", "rien": "nothing",
    "baissé": "fell", "hausse": "rise", "avant": "before", "après": "after", "que": "that",
    "nord": "north", "sud": "south",
}  # fmt: skip


@given(st.lists(st.sampled_from([*WORD_FOR_WORD, ".", "?"])))
def test_a_translation_word_for_word_reverses_nothing(french: list[str]) -> None:
    english = " ".join(WORD_FOR_WORD.get(word, word) for word in french)
    assert compare(" ".join(french), english).reversals == ()
