"""The rules of law in use: read, checked, and only then handed out.

The rules that come with the product stand in ``rules.toml``; beside them an office may keep a file of its own targets
(``LANDMAP_LAW_FILE``), which never replaces a rule of law. What the parts are is said in `gis.law.terms`, how a file is
read in `gis.law.reading`, what may be wrong in `gis.law.checks`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from gis import settings
from gis.errors import Finding, LawError
from gis.law.checks import strangers, validate
from gis.law.reading import read, read_own
from gis.law.terms import Rules

__all__ = ["SHIPPED", "check", "current", "load"]

SHIPPED: Final = Path(__file__).with_name("rules.toml")
"""The rules that come with the product."""


@cache
def current() -> Rules:
    """Answer the rules of law with the office's own targets, read and checked once per process.

    Raises
    ------
    LawError
        They contradict themselves.
    """
    return load(own=settings.current().own_targets)


def load(path: Path = SHIPPED, own: Path | None = None) -> Rules:
    """Read files of rules and refuse them unless they make sense together.

    Parameters
    ----------
    path
        Rules of law.
    own
        What an office has set for itself; None: nothing.

    Raises
    ------
    LawError
        A file cannot be read, or the rules contradict themselves; everything found is in the findings.
    """
    rules, findings = _joined(path, own)
    if findings:
        raise LawError("law.broken", findings=findings, file=(own or path).name, n=len(findings))
    return rules


def check(path: Path = SHIPPED, own: Path | None = None) -> tuple[Finding, ...]:
    """Answer everything wrong with files of rules, gathered; nothing when they may be used.

    Raises
    ------
    LawError
        A file is missing or is no TOML, so there is nothing to look at.
    """
    try:
        return _joined(path, own)[1]
    except LawError as error:
        if error.findings:
            return error.findings
        raise


def _joined(path: Path, own: Path | None) -> tuple[Rules, tuple[Finding, ...]]:
    law = read(path)
    if own is None:
        return law, validate(law)
    targets = read_own(own)
    rules = replace(law, clocks=(*law.clocks, *targets.clocks))
    return rules, (*strangers(law, targets), *validate(rules))
