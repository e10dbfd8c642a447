"""Which cells of a table must be hidden so that no hidden one can be worked out.

A *cell* is a count. A *line* is a set of cells of which one is the sum of the others: the rows of a group and its
total, the totals of the groups and the grand total, the parts of a count and the whole. Whoever reads the table knows
every line, every visible cell, and of a hidden cell whether it is *small* (1 to one less than the threshold) or hidden
only to protect others (the threshold or more).

A hidden cell is *exposed* when only one value is left for it. Most often a single line gives it away: one hidden cell
on it, or two ones that add up to two. The rest is found by asking, with linear programmes, whether each hidden cell
could move without contradicting anything known: first in small parts of the table while the rest stands still, then,
for what has not moved, in ever larger ones. A *partner* is the smallest visible cell on a line that gives a cell away;
partners are hidden until nothing is exposed. Statistical offices call this complementary (or secondary) suppression; a
range of two or more values is taken to be enough.

Hidden cells of one line are a count as well, taken together: what a visible sum leaves for them. That count is told,
so it may not be small either; where it is, a partner joins them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

_SHORT: Final = 30
"""Most hidden cells on a line whose cells stay together when a table is dealt into parts: rows do, columns do not."""
_PART: Final = 500
"""Hidden cells in the smallest parts of a table: a programme of this size is solved in some milliseconds."""
_DEALS: Final = 2
"""How often a table is dealt anew before the parts double: other neighbours may give room to move."""
_SHAKES: Final = 12
"""How often at most the cells of a part that have not moved yet are pushed together."""
_TELLING: Final = 2
"""A threshold at which "fewer than" would say the count itself, so that every mark is vague."""
_ROUNDS: Final = 100
"""How often the lines are gone through one by one; what they have not given away by then is left to the programme."""
_NEAR: Final = 1e-6


@dataclass(frozen=True)
class Cells:
    """All cells of a table in one row, and the lines that bind them.

    Parameters
    ----------
    values
        (n,) counts; nothing unknown among those bound by a line.
    lines
        (l, n) 1 for a part, -1 for the sum, 0 for cells not on the line.
    free
        (n,) which cells may be hidden at all.
    threshold
        Least count that is not small.
    elsewhere
        (n,) which cells are hidden whatever they are, because another table of the same counts hides them; None: none.
    vague
        (n,) which of those carry a mark there that does not say whether the count is small.
    """

    values: Numbers
    lines: csc_array
    free: Mask
    threshold: int
    elsewhere: Mask | None = None
    vague: Mask | None = None

    @cached_property
    def members(self) -> csr_array:
        """(l, n) 1 for each cell on a line, whether part or sum."""
        return abs(self.lines).tocsr().astype("int64")

    @property
    def small(self) -> Mask:
        """Which cells are small themselves."""
        return self.free & (self.values >= 1) & (self.values < self.threshold)

    def left(self, hidden: Mask) -> Mask:
        """Answer which cells may be hidden beside these; zero never is."""
        return self.free & ~hidden & (self.values >= 1)


@dataclass(frozen=True)
class Hiding:
    """What is hidden, and how much the mark in its place says.

    Parameters
    ----------
    hidden
        (n,) which cells are hidden.
    vague
        (n,) which cells carry a mark that does not even say whether the count is small.
    """

    hidden: Mask
    vague: Mask


def hide(cells: Cells) -> Hiding:
    """Answer which cells to hide: the small ones, and as few partners as the rule of the smallest finds.

    Hidden cells that are small even together, with a sum that is told, take partners first.
    Where an exposed cell has no partner, the marks on its lines become vague: four wards of one case each, and a total
    of "fewer than five", would still tell. Zero is never hidden. Where nothing else may be hidden, an exposed cell
    stays exposed.
    """
    vague = np.full(len(cells.values), cells.threshold <= _TELLING)
    vague = vague if cells.vague is None else vague | cells.vague
    first = cells.small if cells.elsewhere is None else cells.small | cells.elsewhere
    hiding, safe, further = Hiding(first, vague), np.zeros(len(vague), dtype=bool), True
    while further:
        hiding = Hiding(_large_together(cells, hiding.hidden), hiding.vague)
        seen, safe = _judged(cells, hiding, safe)
        wider = _widened(cells, hiding, seen) if seen.any() else hiding
        further = bool((wider.hidden > hiding.hidden).any() or (wider.vague > hiding.vague).any())
        hiding = wider
    return hiding


def exposed(cells: Cells, hiding: Hiding) -> Mask:
    """Answer hidden cells that a reader can work out: all that single lines give away, else all that are left.

    Returns
    -------
    (n,) mask; nothing in it only when no hidden cell at all can be worked out.
    """
    return _judged(cells, hiding, np.zeros(len(cells.values), dtype=bool))[0]


def _large_together(cells: Cells, hidden: Mask) -> Mask:
    """Hide partners until the hidden parts of no visible sum are small together."""
    while True:
        together = cells.lines @ (cells.values * hidden)  # 0 or less where the sum itself is hidden
        lines = cells.members[np.flatnonzero((together > 0) & (together < cells.threshold))]
        partners = _partners(lines, hidden, cells.left(hidden), cells.values)
        if not len(partners):
            return hidden
        hidden = _with(hidden, partners)


def _judged(cells: Cells, hiding: Hiding, safe: Mask) -> tuple[Mask, Mask]:
    """Answer which cells are exposed and which are safe; a cell once safe stays so, whatever else is hidden."""
    found, places = np.zeros(len(cells.values), dtype=bool), np.flatnonzero(hiding.hidden)
    puzzle = _Puzzle.of(cells, places, hiding.vague[places])
    found[places] = _pinned(*_narrowed(puzzle))
    if found.any():
        return found, safe
    moved = _movable(puzzle, safe[places])
    found[places] = ~moved
    return found, _with(safe, places[moved])


def _widened(cells: Cells, hiding: Hiding, seen: Mask) -> Hiding:
    """Hide partners of the exposed cells; without any, make marks vague; without that, hide the smallest cell left."""
    left = cells.left(hiding.hidden)
    for lines in _telling_lines(cells, hiding.hidden, seen):
        partners = _partners(lines, hiding.hidden, left, cells.values)
        if len(partners):
            return Hiding(_with(hiding.hidden, partners), hiding.vague)
        marks = np.unique(lines.indices)
        telling = marks[hiding.hidden[marks] & ~hiding.vague[marks]]
        if len(telling):
            return Hiding(hiding.hidden, _with(hiding.vague, telling))
    if not left.any():
        return hiding
    return Hiding(_with(hiding.hidden, [int(np.where(left, cells.values, np.inf).argmin())]), hiding.vague)


def _with(mask: Mask, places: Sequence[int] | NDArray[np.integer[Any]]) -> Mask:
    grown = mask.copy()
    grown[np.asarray(places, dtype="intp")] = True
    return grown


def _telling_lines(cells: Cells, hidden: Mask, seen: Mask) -> Iterator[csr_array]:
    """Answer the lines all of whose hidden cells are exposed, then all lines with an exposed cell.

    Only a line of the first kind can give a cell away by itself: where another cell on it can still move, its sum says
    nothing certain, and one more partner on it would be hidden in vain.
    """
    n_seen, n_hidden = cells.members @ seen.astype("int64"), cells.members @ hidden.astype("int64")
    touched = n_seen > 0
    yield cells.members[np.flatnonzero(touched & (n_seen == n_hidden))]
    yield cells.members[np.flatnonzero(touched)]


def _partners(lines: csr_array, hidden: Mask, left: Mask, values: Numbers) -> NDArray[np.integer[Any]]:
    """Answer the smallest cell still visible on each of these lines; of all lines with one, those fewest hidden."""
    line, cell = lines.tocoo().coords
    line, cell = line[left[cell]], cell[left[cell]]
    if not len(line):
        return np.asarray(cell)
    n_hidden = (lines @ hidden.astype("int64"))[line]
    few = n_hidden == n_hidden.min()
    line, cell = line[few], cell[few]
    order = np.lexsort((cell, values[cell], line))
    return np.asarray(cell[order][np.unique(line[order], return_index=True)[1]])


@dataclass(frozen=True)
class _Puzzle:
    """What a reader knows of the hidden cells: how each line of them adds up, and between which bounds each lies."""

    truth: Numbers
    lines: csr_array
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, cells: Cells, places: NDArray[np.intp], vague: Mask) -> _Puzzle:
        truth, lines = cells.values[places], cells.lines[:, places].tocsr()
        small, beyond = truth < cells.threshold, truth.sum() + cells.threshold
        low = np.where(small | vague, 1.0, cells.threshold)
        high = np.where(small & ~vague, cells.threshold - 1.0, beyond)
        return cls(truth, lines[np.flatnonzero(np.diff(lines.indptr))], low, high)

    def part(self, places: NDArray[np.intp]) -> _Puzzle:
        """Answer what is left to find out when all cells but these are told."""
        lines = self.lines[:, places]
        bound = lines[np.flatnonzero(np.diff(lines.indptr))]
        return _Puzzle(self.truth[places], bound, self.low[places], self.high[places])

    @property
    def sums(self) -> Numbers:
        """What each line of hidden cells adds up to."""
        return np.asarray(self.lines @ self.truth)


def _narrowed(puzzle: _Puzzle) -> tuple[Numbers, Numbers]:
    """Answer how far apart the bounds stay when each line is looked at by itself, again and again."""
    entries, sums = puzzle.lines.tocoo(), puzzle.sums
    (line, cell), sign = entries.coords, entries.data
    low, high = puzzle.low.copy(), puzzle.high.copy()
    for _ in range(_ROUNDS):
        least, most = np.where(sign > 0, (low[cell], high[cell]), (-high[cell], -low[cell]))
        up = sums[line] - (np.bincount(line, least, len(sums))[line] - least)
        down = sums[line] - (np.bincount(line, most, len(sums))[line] - most)
        before = low.sum() - high.sum()
        np.maximum.at(low, cell, np.where(sign > 0, down, -up))
        np.minimum.at(high, cell, np.where(sign > 0, up, -down))
        if low.sum() - high.sum() == before:
            break
    return low, high


def _movable(puzzle: _Puzzle, known: Mask) -> Mask:
    """Answer which hidden cells can move, asked of ever larger parts of the table until all move or surely cannot.

    What can move while the rest of the table stands still can move; so a large part is asked only for what smaller ones
    leave open, and nearly all programmes stay small however long the table is.
    """
    random = np.random.default_rng(0)  # the same in every run
    moved, blocks, size = known.copy(), _blocks(puzzle.lines), _PART
    while not moved.all():
        for _ in range(_DEALS):
            for places in _parts(blocks, ~moved, size, random):
                moved[places] = _shaken(puzzle.part(places), moved[places], random)
        if size >= len(moved):
            break
        size *= 2
    return moved


def _blocks(lines: csr_array) -> NDArray[np.intp]:
    """Answer a number for each cell, the same for cells bound by short lines, such as those of one row."""
    short = lines[np.flatnonzero(np.diff(lines.indptr) <= _SHORT)]
    return np.asarray(connected_components(short.T @ short, directed=False)[1], dtype="intp")


def _parts(blocks: NDArray[np.intp], left: Mask, size: int, random: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Deal all blocks at random into parts of about a size, and answer the parts with something left to ask."""
    counts = np.bincount(blocks)
    dealt = random.permutation(len(counts))
    before = np.empty(len(counts))
    before[dealt] = counts[dealt].cumsum() - counts[dealt]
    part = (before // size)[blocks]
    yield from (np.flatnonzero(part == number) for number in np.unique(part[left]))


def _shaken(puzzle: _Puzzle, known: Mask, random: np.random.Generator) -> Mask:
    """Push all cells not known to move at once, there and back, until none of them gives way any more.

    Were any of them able to move, a push in a direction drawn at random would move some one way or the other: so a pair
    of pushes in vain says that all that are left are stuck. Taking a cell for stuck wrongly would hide more, not less.
    """
    low = high = puzzle.truth
    moved = known
    for _ in range(_SHAKES):
        push = random.normal(size=len(moved)) * ~moved
        for found in (_furthest(puzzle, push), _furthest(puzzle, -push)):
            low, high = np.minimum(low, found), np.maximum(high, found)
        before, moved = moved, moved | ~_pinned(low, high)
        if moved.all() or (moved == before).all():
            break
    return moved


def _pinned(low: Numbers, high: Numbers) -> Mask:
    return np.asarray(np.floor(high + _NEAR) - np.ceil(low - _NEAR) < 1)


def _furthest(puzzle: _Puzzle, direction: Numbers) -> Numbers:
    """Push the hidden cells as far as they go in a direction without contradicting anything a reader knows."""
    bounds = np.column_stack([puzzle.low, puzzle.high])
    solved: Any = linprog(-direction, A_eq=puzzle.lines, b_eq=puzzle.sums, bounds=bounds, method="highs")
    return np.asarray(solved.x) if solved.success else puzzle.truth
