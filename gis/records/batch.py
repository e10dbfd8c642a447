"""What is recorded together, and what became of it.

A *batch* is the rows of one file, one form or one act, recorded as a whole or not at all. It is *historical* when it
tells of years past: what it says counts as known on its event dates. A *demo* batch is invented from end to end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gis.records.columns import Mask


@dataclass(frozen=True)
class Batch:
    """Rows to be recorded together, already checked.

    Parameters
    ----------
    frames
        Entity → (n, …) rows with declared columns only and no row without its key. An empty cell says that the value
        is unknown now; an absent column says nothing, and what was known stays known.
    source
        Where the rows come from, for the list of batches: a file name, an office.
    kind
        How they came: ``"import"``, ``"form"``, ``"demo"``.
    historical
        Whether the rows tell of years past and count as known on their event dates.
    demo
        Whether every row is invented.
    note
        Anything else worth keeping.
    """

    frames: Mapping[str, pd.DataFrame]
    source: str
    kind: str = "import"
    historical: bool = False
    demo: bool = False
    note: str = ""


@dataclass(frozen=True)
class Appended:
    """What became of a batch: ``new + changed + unchanged = rows``.

    Parameters
    ----------
    batch
        Number of the batch; 0 when every row was already known as it is, and so nothing was recorded.
    rows
        Rows of all frames.
    new
        Rows of records that were not known before.
    changed
        Rows that say something else than what was known.
    unchanged
        Rows that say what was known already; they are not recorded again.
    news
        Entity → (n,) twice, by the rows of its frame: which are of records not known before, and which say anything
        that was not known.
    """

    batch: int
    rows: int
    new: int
    changed: int
    unchanged: int
    news: Mapping[str, tuple[Mask, Mask]] = field(default_factory=dict, compare=False, repr=False)
