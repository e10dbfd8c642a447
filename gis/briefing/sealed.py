"""An office file sealed: the same content, exported at the same moment, is the same bytes.

Files of Office are zip archives. The programs that write them put the clock of the machine into each member and into
the properties of the document, and leave the order of the members to chance; all three are set here.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Final

_FIRST: Final = "[Content_Types].xml"
"""The member that readers of these files expect first."""
_CORE: Final = "docProps/core.xml"
_DATES: Final = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""A zip archive knows no earlier moment."""


def sealed(content: bytes, when: dt.datetime) -> bytes:
    """Write an archive anew, with nothing in it that was left to the machine.

    Parameters
    ----------
    content
        A file of Office, or any zip archive.
    when
        The moment of export, with its time zone: the date of every member, and of the document's making and change.

    Returns
    -------
    The same members with the same content, but for those two dates.

    Raises
    ------
    ValueError
        The moment has no time zone: the same moment would be another one elsewhere.
    """
    if when.tzinfo is None:
        raise ValueError(f"expected a moment with its time zone, got {when.isoformat()}")
    there = when.astimezone(dt.UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            new.writestr(_member(name, there), _dated(old.read(name), there) if name == _CORE else old.read(name))
    return out.getvalue()


def _member(name: str, when: dt.datetime) -> zipfile.ZipInfo:
    stamp = when.timetuple()[:6]
    member = zipfile.ZipInfo(name, max(_EARLIEST, stamp))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _PLAIN_FILE
    return member


def _dated(core: bytes, when: dt.datetime) -> bytes:
    return _DATES.sub(rb"\g<1>" + f"{when:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<3>", core)
