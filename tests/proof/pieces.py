"""A long proof in pieces, one for each seed: worked on by several processes, and kept as they are done.

A proof takes an hour; one that was stopped goes on where it was. What is kept answers for the very code of the methods
and proofs it was made with, and for no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

ROOT = Path(__file__).resolve().parents[2]
MADE_WITH = ("gis/insight", "gis/records/demo", "gis/law", "tests/proof")


@dataclass(frozen=True)
class Pieces:
    """How pieces are worked on.

    Parameters
    ----------
    folder
        Where they are kept; None keeps none.
    jobs
        How many at a time.
    """

    folder: Path | None = None
    jobs: int = 1

    def each(self, judge: Callable[..., Any], seeds: Iterable[int], *more: Any) -> list[Any]:
        """Judge every seed, in order; those that are kept are not judged again."""
        kept = joblib.Memory(self.folder and self.folder / made_with(), verbose=0).cache(judge)
        found: list[Any] = joblib.Parallel(n_jobs=self.jobs)(joblib.delayed(kept)(seed, *more) for seed in seeds)
        return found


def made_with(root: Path = ROOT) -> str:
    """Digest of the code that pieces are made with."""
    files = sorted(path for name in MADE_WITH for path in (root / name).rglob("*") if path.suffix in {".py", ".yaml"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
