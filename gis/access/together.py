"""Which of some named counts must be hidden so that none of the small ones can be worked out from the rest.

For counts that stand in cards, sentences and rows of several tables: each has a name, and what is known of how they add
up is said by name. `gis.access.suppression` does the same for one long table with its totals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.sparse import csc_array

from gis.access.hiding import Cells, Mask, hide

Wholes = Iterable[tuple[str, Sequence[str]]]

REST: Final = "rest of "
"""How a count is called that is left of a whole."""


@dataclass(frozen=True)
class Hidden:
    """What is hidden.

    Parameters
    ----------
    names
        Of all counts in whose place a mark stands.
    small
        Of those of them that may be said to be small.
    """

    names: frozenset[str]
    small: frozenset[str]


@dataclass(frozen=True)
class Elsewhere:
    """What another paper tells of the same counts.

    Parameters
    ----------
    told
        Names of those that stand there, so that hiding them would protect nothing.
    hidden
        Those in whose place a mark stands there, and with them whether it says that the count is small.
    """

    told: frozenset[str] = frozenset()
    hidden: Mapping[str, bool] = field(default_factory=dict)

    def with_(self, other: Elsewhere) -> Elsewhere:
        """Answer what both papers tell: what one of them hides is hidden, and small where both say so."""
        both = {
            name: self.hidden.get(name, True) and other.hidden.get(name, True)
            for name in {**self.hidden, **other.hidden}
        }
        return Elsewhere((self.told | other.told) - both.keys(), both)


def hidden(
    numbers: Mapping[str, int | None], wholes: Wholes, *, threshold: int, elsewhere: Elsewhere | None = None
) -> Hidden:
    """Answer which counts to hide.

    Parameters
    ----------
    numbers
        Name → count; None where it is unknown, which is never hidden.
    wholes
        Count → others that are parts of it and of each other's rest; what they leave of it is hidden as they are. A
        count may be a whole in several ways. What adds up to more than its whole is no part of it and binds nothing.
    threshold
        Least count that is not small.
    elsewhere
        What is known of these counts from another paper.
    """
    other = elsewhere or Elsewhere()
    cells, bound = {name: n for name, n in numbers.items() if n is not None}, []
    for place, (whole, parts) in enumerate(wholes):
        rest = _rest(numbers, whole, parts)
        # where all of a line is told elsewhere, what is left of it is known already: nothing here could protect it
        if rest is not None and not other.told.issuperset((whole, *parts)):
            cells[f"{REST}{place}"] = rest
            bound.append((whole, [*parts, f"{REST}{place}"]))
    names = np.array(list(cells), dtype="object")
    free = _which(cells, other.told, but=True)
    values = np.fromiter(cells.values(), dtype="float64", count=len(cells))
    vague = frozenset(name for name, small in other.hidden.items() if not small)
    lines = _lines(list(cells), bound)
    made = Cells(values, lines, free, threshold, _which(cells, other.hidden), _which(cells, vague))
    hiding = hide(made)
    mine = _which(cells, numbers)
    return Hidden(
        frozenset(names[mine & hiding.hidden]), frozenset(names[mine & hiding.hidden & made.small & ~hiding.vague])
    )


def _which(cells: Mapping[str, int], among: Collection[str], *, but: bool = False) -> Mask:
    """Tell of each cell whether it is among some names, or, `but` them, whether it is not."""
    return np.fromiter(((name in among) is not but for name in cells), dtype=bool, count=len(cells))


def _rest(numbers: Mapping[str, int | None], whole: str, parts: Sequence[str]) -> int | None:
    """Answer what parts leave of a whole; None where that is unknown, or they are no parts of it."""
    known = [n for n in (numbers[whole], *(numbers[part] for part in parts)) if n is not None]
    rest = known[0] - sum(known[1:]) if len(known) > len(parts) else -1
    return rest if rest >= 0 else None


def _lines(names: Sequence[str], bound: Sequence[tuple[str, Sequence[str]]]) -> csc_array:
    place = {name: number for number, name in enumerate(names)}
    entries = [(line, place[whole], -1.0) for line, (whole, _) in enumerate(bound)]
    entries += [(line, place[part], 1.0) for line, (_, parts) in enumerate(bound) for part in parts]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csc_array((signs, (rows, columns)), shape=(len(bound), len(names)), dtype="float64")
