"""Terms whose English is the French of other terms: chains, and the cycles that some of them close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilingual.glossary.terms import Term, form_key

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms by their index, each leading to the next; a closed one leads back to the first.

    An open chain has two terms: longer ones are given link by link. `through` is the English that is also French.
    """

    indexes: tuple[int, ...]
    through: str
    closed: bool


@dataclass(frozen=True, slots=True)
class _Link:
    index: int
    english: str
    target: Key


def find_chains(terms: Sequence[Term]) -> Iterator[Chain]:
    """Cycles first, then the links that are part of none; each pair of terms once.

    Of several terms with one French form the first counts, as in a TermTable, so every form leads to one other at most.
    """
    links = _links(terms)
    cycles = list(_cycles(links))
    seen: set[frozenset[int]] = set()
    for cycle in cycles:
        indexes = tuple(dict.fromkeys(links[key].index for key in cycle))
        if len(indexes) > 1 and frozenset(indexes) not in seen:
            seen.add(frozenset(indexes))
            yield Chain(indexes, links[cycle[0]].english, closed=True)
    closed = {key for cycle in cycles for key in cycle}
    for key, link in links.items():
        following = links.get(link.target)
        if following is None or key in closed or following.target == link.target:
            continue
        pair = frozenset((link.index, following.index))
        if len(pair) == 2 and pair not in seen:
            seen.add(pair)
            yield Chain((link.index, following.index), link.english, closed=False)


def _links(terms: Sequence[Term]) -> dict[Key, _Link]:
    links: dict[Key, _Link] = {}
    for index, term in enumerate(terms):
        for french, english in term.forms:
            links.setdefault(form_key(french), _Link(index, english, form_key(english)))
    return links


def _cycles(links: dict[Key, _Link]) -> Iterator[list[Key]]:
    """Every way that comes back to where it was, a form that is its own English left out; each key is visited once."""
    done: set[Key] = set()
    for start in links:
        way: dict[Key, int] = {}
        key = start
        while key in links and key not in done:
            done.add(key)
            way[key] = len(way)
            key = links[key].target
            if key in way:
                cycle = list(way)[way[key] :]
                if len(cycle) > 1:
                    yield cycle
                break
