"""Texts as any file may hold them: without the control characters that a careless table carries into a name."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML forbids, and with it every file of Office."""

Value = TypeVar("Value")


def printable(value: Value) -> Value:
    """Put a space in the place of each control character.

    Parameters
    ----------
    value
        A text, or a dataclass or tuple of texts however deep; what is neither is answered as it is.
    """
    return _printable(value)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, tuple):
        return tuple(map(_printable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)})
    return value
