"""The cut through a space: groups of members who answer one another, by the Leiden algorithm. Pure code; a worker's."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from analytics.statistics import kept

Edges = Mapping[tuple[int, int], int]
SEED, TRIALS, ROUNDS = 20, 10, 3
MOST_PARTS = 4
FEWEST_MEMBERS = 10
LEAST_SHARE = 0.1
"""A part has so many of the members, at least, and ten: smaller ones go to those they talk to most."""
CLEAR = 0.3
"""Modularity above which there is "significant community structure": M. E. J. Newman and M. Girvan, Physical Review E 69
(2004), 026113."""
SHUFFLES = 19
"""So many networks of the same members, dealt out by chance, must all be less clear than this one: by chance that happens
once in twenty times."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Groups of members, the largest first. `inside`: the replies within each group; `replies`: all of them.

    `by_chance`: the highest modularity among networks dealt out by chance.
    """

    groups: list[set[int]]
    inside: list[int]
    replies: int
    modularity: float
    by_chance: float = 0.0

    @property
    def is_clean(self) -> bool:
        return len(self.groups) > 1 and self.modularity > max(CLEAR, self.by_chance)


@cache
def _leiden() -> ModuleType:
    return import_module("graspologic_native")


def cut(edges: Edges) -> Cut:
    """Part a network of replies (between two members: how many). Leiden: V. A. Traag, L. Waltman and N. J. van Eck,
    "From Louvain to Leiden: guaranteeing well-connected communities", Scientific Reports 9 (2019), 5233."""
    found = _parted(edges, TRIALS)
    if len(found.groups) < 2 or found.modularity <= CLEAR:
        return found
    chance = max(_parted(_dealt(edges, number), 1).modularity for number in range(SHUFFLES))
    return Cut(found.groups, found.inside, found.replies, found.modularity, chance)


def _parted(edges: Edges, trials: int) -> Cut:
    if not edges:
        return Cut([], [], 0, 0.0)
    _quality, labels = _leiden().leiden(
        [(str(one), str(other), float(weight)) for (one, other), weight in sorted(edges.items())],
        iterations=ROUNDS, seed=SEED, trials=trials,
    )  # fmt: skip
    part_of = {int(member): label for member, label in labels.items()}
    part_of = _joined(edges, part_of)
    groups: dict[int, set[int]] = defaultdict(set)
    for member, part in part_of.items():
        groups[part].add(member)
    order = sorted(groups, key=lambda part: (-len(groups[part]), min(groups[part])))
    inside, ends, total = _counted(edges, part_of)
    modularity = sum(inside[part] / total - (ends[part] / (2 * total)) ** 2 for part in order)
    return Cut([groups[part] for part in order], [inside[part] for part in order], total, modularity)  # fmt: skip


def _joined(edges: Edges, part_of: dict[int, int]) -> dict[int, int]:
    """Parts that are too small, or too many, go one by one into the part they exchange most with."""
    sizes = Counter(part_of.values())
    least = max(FEWEST_MEMBERS, LEAST_SHARE * len(part_of))
    links: dict[int, Counter[int]] = defaultdict(Counter)
    for (one, other), weight in edges.items():
        here, there = part_of[one], part_of[other]
        if here != there:
            links[here][there] += weight
            links[there][here] += weight
    went: dict[int, int] = {}
    while len(sizes) > 1:
        smallest = min(sizes, key=lambda part: (sizes[part], part))
        if sizes[smallest] >= least and len(sizes) <= MOST_PARTS:
            break
        to = max(
            (part for part in sizes if part != smallest),
            key=lambda part: (links[smallest][part], sizes[part], -part),
        )
        sizes[to] += sizes.pop(smallest)
        went[smallest] = to
        for part, weight in links.pop(smallest, Counter()).items():
            links[part].pop(smallest, None)
            if part != to:
                links[to][part] += weight
                links[part][to] += weight
    return {member: _end(went, part) for member, part in part_of.items()}


def _end(went: dict[int, int], part: int) -> int:
    while part in went:
        part = went[part]
    return part


def _counted(edges: Edges, part_of: dict[int, int]) -> tuple[Counter[int], Counter[int], int]:
    """Replies within each part, ends of replies in each, and all replies."""
    inside: Counter[int] = Counter()
    ends: Counter[int] = Counter()
    for (one, other), weight in edges.items():
        ends[part_of[one]] += weight
        ends[part_of[other]] += weight
        if part_of[one] == part_of[other]:
            inside[part_of[one]] += weight
    return inside, ends, sum(edges.values())


def _dealt(edges: Edges, number: int) -> dict[tuple[int, int], int]:
    """Everybody has as many others, and pairs exchange as much, but who with whom is as chance would have it.

    How much a pair exchanges is kept together: dealt out one by one, replies would make a network far more even than
    any that people make (the configuration model of M. E. J. Newman, Networks (2010), chapter 13, with weights).
    """
    numpy = kept.numpy()
    chance = numpy.random.default_rng([SEED, number])
    pairs = sorted(edges)
    ends = numpy.array(pairs).ravel()
    chance.shuffle(ends)
    found: Counter[tuple[int, int]] = Counter()
    for (one, other), pair in zip(ends.reshape(-1, 2).tolist(), pairs, strict=True):
        if one != other:
            found[min(one, other), max(one, other)] += edges[pair]
    return dict(found)
