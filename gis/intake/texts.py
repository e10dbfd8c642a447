"""Text files: which letters they use, what stands between their cells.

Offices write CSV files in UTF-8 with or without its mark, in the UTF-16 of Excel's "Unicode text", in the Windows
code page for Vietnamese (cp1258) or in an encoding of old fonts (`gis.intake.legacy`). What was written in a code page
without Vietnamese letters has lost them for good.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from typing import Final

from gis.errors import IntakeError
from gis.intake.legacy import convert, encoding_of, spelt_share
from gis.intake.table import Grid, shared

_MARKED: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 60
"""Records looked at to find the delimiter."""

_LONGEST: Final = 1_000_000
"""Letters a single cell may hold; more means a quotation mark was never closed."""


def text_grid(content: bytes, name: str) -> tuple[Grid, str]:
    """Read a text file into cells.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for messages.

    Returns
    -------
    All records, blank ones too, so that places are row numbers; and the old encoding their letters are still in, empty
    for Unicode.

    Raises
    ------
    IntakeError
        It is not text, or not in an encoding that can be known for certain.
    """
    text, encoding = decoded(content, name)
    if "\x00" in text:
        raise IntakeError("intake.not_a_table", file=name)
    text, delimiter = _announced(text)
    csv.field_size_limit(_LONGEST)
    try:
        return shared(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), encoding
    except csv.Error as error:
        raise IntakeError("intake.broken_text", file=name) from error


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Answer the letters of a text file, and the old encoding they are still in; empty for Unicode.

    Raises
    ------
    IntakeError
        The encoding cannot be known.
    """
    try:
        return content.decode(_encoding(content)), ""
    except UnicodeDecodeError:
        pass
    codes = content.decode("latin-1")
    old = encoding_of([codes], enough=1)
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    if old and spelt_share([convert(codes, old)]) > spelt_share([text]):
        return codes, old
    if not text:
        raise IntakeError("intake.encoding", file=name)
    return text, ""


def _encoding(content: bytes) -> str:
    """Name the form of Unicode that a text shows by its mark or, in UTF-16, by the empty half of every plain letter."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return encoding
    even, odd = content[:2000:2].count(0), content[1:2000:2].count(0)
    if max(even, odd) > len(content[:2000]) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _announced(text: str) -> tuple[str, str]:
    """Take the delimiter from Excel's ``sep=;`` line, which then counts as a blank row, or find it out."""
    first, _, rest = text.partition("\n")
    found = first.strip().strip('"')
    if found.lower().startswith("sep=") and len(found) == len("sep=") + 1:
        return "\n" + rest, found[-1]
    return text, max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    """Answer how many records have the commonest width above one, and that width."""
    lines = io.StringIO(text, newline="")
    try:
        widths = [
            len(record) for record, _ in zip(csv.reader(lines, delimiter=delimiter), range(_SAMPLE), strict=False)
        ]
    except csv.Error:
        return 0, 0
    common = Counter(width for width in widths if width > 1).most_common(1)
    return (common[0][1], common[0][0]) if common else (0, 0)
