"""Which numbers of the French the English keeps, by value whatever the way to write them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bilingual.language.numbers import NumberMention


@dataclass(frozen=True, slots=True)
class NumberMatching:
    """`kept` pairs (French, English), `missing` in the English, `extra` there; in text order."""

    kept: tuple[tuple[NumberMention, NumberMention], ...]
    missing: tuple[NumberMention, ...]
    extra: tuple[NumberMention, ...]

    @property
    def revalued(self) -> tuple[tuple[NumberMention, NumberMention], ...]:
        """Kept pairs of one value in two units: euros that became dollars or percent."""
        return tuple(
            (left, right)
            for left, right in self.kept
            if left.unit and right.unit and left.unit != right.unit
        )


def match_numbers(
    french: Sequence[NumberMention], english: Sequence[NumberMention]
) -> NumberMatching:
    """Which numbers of the French have the same value in the English, and which stand in one only.

    A number said twice and translated once counts as kept: people do so. Uncertain mentions can
    keep a certain one, and are themselves never missing or extra.
    """
    theirs, ours = list(map(_keys, french)), list(map(_keys, english))
    kept = _pairs(theirs, ours) if theirs and ours else {}
    pairs = tuple((french[i], english[j]) for i, j in sorted(kept.items()))
    missing = _only(french, theirs, set(kept), ours)
    return NumberMatching(pairs, missing, _only(english, ours, set(kept.values()), theirs))


# Ratios as integers: hashing a Fraction costs a modular inverse.
_Key = tuple[str, int, int]
_CALENDAR = ("month", "weekday")


def _pairs(theirs: Sequence[Sequence[_Key]], ours: Sequence[Sequence[_Key]]) -> dict[int, int]:
    """Position of a French number -> that of the English one that keeps it."""
    kept: dict[int, int] = {}
    taken: set[int] = set()
    # By the first value first: "18" takes the 18 before "18 heures" takes it as 6 p.m.
    for most in (1, None):
        waiting: dict[_Key, deque[int]] = defaultdict(deque)
        for j, keys in enumerate(ours):
            for key in keys[:most]:
                waiting[key].append(j)
        for i, keys in enumerate(theirs):
            if i not in kept and (found := _next_free(keys[:most], waiting, taken)) is not None:
                kept[i] = found
                taken.add(found)
    return kept


def _next_free(
    keys: Sequence[_Key], waiting: dict[_Key, deque[int]], taken: set[int]
) -> int | None:
    for key in keys:
        queue = waiting.get(key, ())
        while queue and queue[0] in taken:
            queue.popleft()
        if queue:
            return queue.popleft()
    return None


def _keys(mention: NumberMention) -> list[_Key]:
    """All values of a mention. Months match only months, and weekdays only weekdays: January is not
    the number one. A time with a.m. or p.m. matches only its own half of the day: 9 heures is not 9
    p.m."""
    values = [_ratio(value) for value in (mention.value, *mention.others)]
    if mention.kind in _CALENDAR:
        return [(mention.kind, *value) for value in values]
    if mention.kind == "time" and not mention.others:
        return [("fixed", *values[0])]
    fixed = values[:1] if mention.kind == "time" else values
    return [("", *value) for value in values] + [("fixed", *value) for value in fixed]


def _ratio(value: Fraction) -> tuple[int, int]:
    numerator, denominator = value.as_integer_ratio()
    return abs(numerator), denominator


def _only(
    mentions: Sequence[NumberMention],
    keys: Sequence[Sequence[_Key]],
    paired: set[int],
    others: Sequence[Sequence[_Key]],
) -> tuple[NumberMention, ...]:
    """Certain mentions that have no partner and whose value the other text does not have at all."""
    if len(paired) == len(mentions):
        return ()
    said = {key for other in others for key in other}
    return tuple(
        mention
        for i, mention in enumerate(mentions)
        if i not in paired and mention.certain and said.isdisjoint(keys[i])
    )
