"""What the bench found: rows, as they come in, and the tables made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.bench import report
from tests.bench.growing import Growth


@dataclass
class Findings:
    """Rows of the tables, as they come in."""

    clicks: list[list[Any]] = field(default_factory=list)
    rivals: list[list[Any]] = field(default_factory=list)
    pages: list[list[Any]] = field(default_factory=list)
    ledger: list[list[Any]] = field(default_factory=list)
    batches: list[list[Any]] = field(default_factory=list)
    imports: list[list[Any]] = field(default_factory=list)
    law: list[list[Any]] = field(default_factory=list)
    briefings: list[list[Any]] = field(default_factory=list)
    busy: list[list[Any]] = field(default_factory=list)
    early: list[list[Any]] = field(default_factory=list)
    scopes: list[list[Any]] = field(default_factory=list)
    explained: list[list[Any]] = field(default_factory=list)
    growth: Growth = field(default_factory=Growth)
    trail: list[list[Any]] = field(default_factory=list)
    carried: str = ""

    def tables(self) -> dict[str, str]:
        """Write all tables; empty where nothing was measured."""
        memory = ("peak memory with all tabs, MB", "after all clicks above, MB")
        pages = ("cases", "first page, ms", "ward geometry, bytes", "asked for, times", *memory)
        kept = ("rebuilt, s", "from cache, s", "another as-of, s", "what follows from it, s", "peak memory, MB")
        ledger = ("store", "cases", *kept)
        batches = ("cases", "rows that changed", "recorded, s", "taken in, s")
        imports = ("rows", "file", "read, s", "checked, s", "recorded, s", "checked again, s", "peak memory, MB")
        early = ("what", "n", "times", "processor, s", "passed, s", "to hold, s")
        papers = ("cases", "written", "bytes", "passed, s", "processor, s", "to hold, s", "peak memory so far, MB")
        scoped = ("cut, ms", "more than the city, %", "click, ms", "more than in the city, %")
        beside = ("clicks", "idle, ms", "meanwhile, ms", "times", "to hold", "slowest, ms", "atlas, s", "server, MB")
        trail = ("entries", "processor, s", "an entry, µs", "memory more than before, MB")
        law = ("cases", "judged", "rows", "clocks", "s", "s for 100,000 rows")
        ways = ("by index", "large tables read through", "rows told", "rows looked at in vain", "ms")
        explained = ("what the product does", "statements", *ways)
        heads = {
            "clicks": report.CLICK_HEADS, "rivals": report.CLICK_HEADS, "pages": pages, "ledger": ledger,
            "batches": batches, "imports": imports, "scopes": ("cases", "role", "scope", "rows", *scoped),
            "trail": trail, "law": law, "early": early, "briefings": papers, "busy": ("cases", *beside),
            "explained": explained,
        }  # fmt: skip
        rows = {name: getattr(self, name) for name in heads}
        tables = {name: report.table(heads[name], rows[name]) if rows[name] else "" for name in heads}
        return tables | {"growth": self.growth.table() if self.growth.took else "", "carried": self.carried}
