"""Quotations are found whatever the marks; French and English quote the same, or the difference is
told."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.compare.quotations import LONG, SHIFT, QuotationMatching, find_quotations


def inside(text: str) -> list[str]:
    return [text[q.start : q.end].strip() for q in find_quotations(text)]


@each(
    "text, quoted",
    [
        ("Il dit « oui » et « non ».", ["oui", "non"]),
        ("Il dit «\u202foui\u202f».", ["oui"]),
        ("Il dit “oui” et „non“.", ["oui", "non"]),
        ('Il dit "oui" et " non ".', ["oui", "non"]),
        ('He said "yes," then left.', ["yes,"]),
        ("Il dit « il a dit “oui” hier ».", ["il a dit “oui” hier"]),
        ('Il dit « il a dit "oui" hier ».', ['il a dit "oui" hier']),
        ("« Il part.", ["Il part."]),
        ("Il part », dit-elle.", ["Il part"]),
        ('He leaves," she said.', ["He leaves,"]),
        ("a » b « c", ["a", "c"]),
        ("He said ‘yes’ to the dogs' owners.", ["yes"]),
        ("'Yes', he said.", ["Yes"]),
        ("It's the dogs’ food, isn't it?", []),
        ("L'homme n'a pas d'enfants, aujourd'hui.", []),
        ('Un écran de 15" et l"équipe.', []),
        ("Rien.", []),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert inside(text) == quoted


def test_a_quotation_says_which_marks_it_has() -> None:
    (opens,) = find_quotations("Il dit : « Je pars.")
    (closes,) = find_quotations("Je pars », dit-il.")
    (whole,) = find_quotations("« Je pars », dit-il.")
    (single,) = find_quotations("‘Yes’, he said.")
    assert (opens.opened, opens.closed) == (True, False)
    assert (closes.opened, closes.closed) == (False, True)
    assert whole.whole
    assert not whole.single
    assert single.single


SAID = "Nous planterons des arbres le long de toutes les routes"
QUOTED = "We will plant trees along all of the roads"


@each(
    "french, english",
    [
        (f"« {SAID} », dit le maire.", f'"{QUOTED}," said the mayor.'),
        (f"« {SAID} », dit le maire.", f"‘{QUOTED},’ said the mayor."),
        (f"« {SAID}.", f'"{QUOTED}.'),
        (f"« {SAID}.", f'"{QUOTED}."'),
        (f"« {SAID}.", f"‘{QUOTED}."),
        (f"{SAID} », dit le maire.", f'{QUOTED}," said the mayor.'),
        # Single words and titles may be quoted or not.
        ("Le « plan » du maire est prêt.", "The mayor's plan is ready."),
        ("Le plan du maire est prêt.", 'The mayor\'s "plan" is ready.'),
        ("Il a écrit « Vingt Mille Lieues sous les Mers Chaudes ».",
         "He wrote Twenty Thousand Leagues Under Warm Seas."),
        (f"« {SAID} », dit-il, « et partout. »", f'"{QUOTED}," he said, "and everywhere."'),
        ("Rien.", "Nothing."),
    ],
)  # fmt: skip
def test_the_same_quotation_is_the_same(french: str, english: str) -> None:
    found = compare(french, english).quotations
    assert abs(found.shift) <= SHIFT
    assert found == QuotationMatching(shift=found.shift)


def test_each_difference_is_told() -> None:
    french = f"« {SAID} », dit Macron."
    assert compare(french, f"{QUOTED}, said Macron.").quotations.gone == (SAID,)
    assert compare(french, f'"{QUOTED}, said Macron.').quotations.unclosed == (
        f"{QUOTED}, said Macron.",
    )
    assert compare(french, f'{QUOTED}," said Macron.').quotations.unopened == (f"{QUOTED},",)
    assert compare(f"{SAID}, dit Macron.", f'"{QUOTED}," said Macron.').quotations.added == (
        f"{QUOTED},",
    )


def test_the_other_side_speaking_is_told() -> None:
    french = f"Selon Macron, ce plan de Dupont est prêt : « {SAID} »."
    english = f'"According to Macron, this plan of Dupont is ready," {QUOTED}.'
    found = compare(french, english).quotations
    assert found.moved == ("Macron", "Dupont")
    turned = compare(f"« {SAID} », dit-il.", f'{QUOTED}, "he said."').quotations
    assert turned.shift < -SHIFT


TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*"«»“”„\"‘’'", "‹", "oui", "Macron", "12", " ", "5\"", ", "]),
    max_size=60).map("".join),
)  # fmt: skip


@given(TEXT)
def test_quotations_are_in_order_inside_the_text_and_apart(text: str) -> None:
    found = find_quotations(text)
    edges = [edge for q in found for edge in (q.start, q.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(q.opened or q.start == 0 for q in found)
    assert all(q.closed or q.end == len(text) for q in found)


@given(TEXT)
def test_a_text_quotes_what_it_quotes(text: str) -> None:
    found = compare(text, text).quotations
    assert found == QuotationMatching(shift=0.0)


@given(TEXT, TEXT)
def test_any_strings_are_compared(french: str, english: str) -> None:
    found = compare(french, english).quotations
    assert -1.0 <= found.shift <= 1.0
    assert all(text in english for text in (*found.unclosed, *found.unopened, *found.added))
    assert all(text in french and len(text) >= LONG for text in found.gone)


@each("text", ['"' * 100_000, "« a " * 30_000, "'a' " * 30_000, '"A1" ' * 30_000])  # fmt: skip
def test_hostile_lengths_end(text: str) -> None:
    assert compare(text, text).quotations == QuotationMatching()
