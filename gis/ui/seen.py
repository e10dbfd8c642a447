"""What of a few counts the reader may read on a page; see `gis.briefing.told`, which says the same for files."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from gis import words
from gis.access.suppression import Shown, as_it_stands, shown
from gis.access.together import REST, Wholes
from gis.briefing.told import Seen, large, last, note, of, told
from gis.ui.here import Here

__all__ = ["Seen", "footnote", "large", "last", "looked", "note", "of", "table", "told"]


def looked(found: pd.DataFrame, telling: Sequence[str], here: Here, *, wholes: Wholes = ()) -> Shown:
    """Look at a table of counts, the totals of whose columns are known, as the reader may.

    Parameters
    ----------
    found
        (n, ...) counts.
    telling
        Columns in which a small count might single somebody out.
    here
        Who looks.
    wholes
        Column → columns that are parts of it, in every row; what they leave of it is hidden as they are.
    """
    if not here.hides:
        return as_it_stands(found, telling)
    lines = [(whole, list(parts), f"{REST}{place}") for place, (whole, parts) in enumerate(wholes)]
    rests = {rest: found[whole] - found[parts].sum(axis=1) for whole, parts, rest in lines}
    sums = [(whole, [*parts, rest]) for whole, parts, rest in lines]
    counts, limit = [*telling, *rests], here.desk.suppress_below
    return shown(found.assign(**rests), here.desk.reader, counts=counts, threshold=limit, sums=sums)


def table(found: pd.DataFrame, telling: Sequence[str], here: Here) -> pd.DataFrame:
    """Write a table of counts as the reader may read it; see `looked`.

    Returns
    -------
    Same shape, of text.
    """
    exact = found.map(lambda n: words.number(n, here.language))
    read = looked(found, telling, here).display(here.language)
    return exact.assign(**{name: read[name] for name in telling})


def footnote(here: Here) -> Markup:
    """Write the note under what it is about; nothing where nothing is hidden from the reader."""
    return Markup('<p class="hint">{}</p>').format(note(here)) if here.hides else Markup()
