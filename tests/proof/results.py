"""The section "Proofs" of the bench's results: each proof is a part of its own and is replaced by itself."""

from __future__ import annotations

import re
from pathlib import Path

HEAD = "## Proofs"
ABOUT = "Written by `make proof`. Figures from demo data prove the code, not the accuracy."


def put(path: Path, title: str, text: str) -> None:
    """Write one proof into the section, in place of what stood under its title."""
    before, parts = split(path.read_text(encoding="utf-8") if path.exists() else "")
    parts[title] = text.strip()
    told = "\n\n".join(f"### {name}\n\n{part}" for name, part in parts.items())
    path.write_text(f"{before.rstrip()}\n\n{HEAD}\n\n{ABOUT}\n\n{told}\n", encoding="utf-8")


def split(text: str) -> tuple[str, dict[str, str]]:
    """Answer what stands before the section, and its parts by title."""
    before, _, section = text.partition(f"\n{HEAD}\n")
    found = re.split(r"^### (.+)\n", section, flags=re.MULTILINE)[1:]
    return before, dict(zip(found[::2], (part.strip() for part in found[1::2]), strict=True))


def section(path: Path) -> str:
    """Answer the whole section as it stands, to be kept when the rest is written anew; empty where there is none."""
    _, mark, found = (path.read_text(encoding="utf-8") if path.exists() else "").partition(f"\n{HEAD}\n")
    return f"{mark}{found}" if mark else ""
