"""Which rows below the headings are records, and which only look like them.

Lists made for paper hold more than records: *totals* ("Tổng cộng", "Cộng phường An"), *sections* numbered I, II or A, B
whose figures sum up what follows, notes, and at the end the *signatures*. Totals and sections are set aside, so that
sums can be compared; signatures name people and are dropped unread. A dash is nothing, and "nt" (như trên) is what
stands above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from gis.areas.names import fold, kind_of
from gis.errors import Finding
from gis.intake.table import Cell, as_text, cells_of, rows_note
from gis.intake.vocabulary import heads_wards
from gis.words import Phrase

Rows = Mapping[int, list[Any]]
"""Cells by the reader's row number."""

_DASHES: Final = frozenset({"-", "–", "—", "--", "---", "…", "..", "..."})
_DITTO: Final = frozenset(
    {"nt", "Nt", "nt.", "n.t", "N.t", "n/t", "-nt-", "-Nt-", "- nt -", '"', "''", "〃", "-//-", "//"}
)
_SAME: Final = frozenset({"như trên", "- như trên", "- như trên -", "(như trên)", "ditto"})

_TOTAL: Final = re.compile(
    r"(?:[\divx]+[.)]?\s+)?(?:"
    r"(?:tổng cộng|tổng số|cộng chung|cộng dồn|toàn thành phố|grand total|subtotal|sub - total)\b.*"
    r"|(?:tổng|total|cộng)(?:\s*[:.(].*|\s+(?:[ivx\d]+|mục|phần|nhóm|theo|trang|xã|phường|khu|dự án|toàn|of)\b.*)?"
    r")"
)
_SIGNED: Final = re.compile(
    r"(?:người|cán bộ|đơn vị|công chức) (?:lập|tổng hợp|báo cáo|ghi|kiểm tra)\b.*|người ký.*|thủ trưởng.*"
    r"|nơi nhận.*|kế toán(?: trưởng)?|(?:tm|kt|tl|tuq|q)\.? ?(?:ủy ban|ubnd|chủ tịch|bí thư|giám đốc|trưởng|chánh).*"
    r"|\(?(?:ký|đã ký)\b.*(?:họ tên|đóng dấu|ký tên|đã ký).*|\(?ký tên.*|\(đã ký\)?|xác nhận của.*"
    r"|(?:[^\d,]{2,40}, ?)?ngày ?[\d.…]* ?tháng ?[\d.…]* ?năm ?[\d.…]*"
)
_NOTE: Final = re.compile(r"(?:\(?\*+\)?\s*)?(?:ghi chú|chú thích|note|notes)\s*[:.].*|\(\*+\).*")
_HINT: Final = re.compile(
    r"tổng|cộng|toàn|total|người|cán bộ|công chức|đơn vị|thủ trưởng|nơi|kế toán"
    r"|tm|kt|tl|tuq|q\.|ký|xác nhận|năm|chú|note|\*",
    re.IGNORECASE,
)
_WARD: Final = re.compile(r"(?:(?:[IVX]{1,5}|[A-H]|\d{1,3})\s*[.)/-]\s*)?([^\W\d_][^:;(–]*?)\s*(?:[:;(–].*)?")
"""A name, with the number of its section before it and a remark after it."""
_WARD_KINDS: Final = frozenset({"phường", "xã", "thị trấn", "đặc khu"})
_MEASURED: Final = re.compile(
    r"[\d.,\s]*\d\s*(?:tỷ|tỉ|triệu|nghìn|đồng|đ|vnđ|ha|m2|m²|hộ|lô|căn|%)[\s\w%²]{0,12}", re.IGNORECASE
)
"""A figure with its unit: "3,5 tỷ đồng", "2,0 ha"."""
_LABEL: Final = 120
"""Letters a label of a total or a signature may have; longer text is a record's."""

_ORDINALS: Final = frozenset(map(fold, ("STT", "TT", "Số TT", "Số thứ tự", "No", "No.", "#")))
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*[.)]?")
_MARKER: Final = re.compile(r"(?:[IVX]{1,5}|[A-Z])[.)]?")
_HEADED: Final = re.compile(r"(?:[IVX]{1,5}|[A-H])\s*[.)/-]\s+\S.*")
_NUMBERED: Final = 0.9
"""Share of the first column that must be numbers before letters in it are taken for numbers of sections."""


@dataclass(frozen=True)
class Sorted:
    """The rows below the headings, by what they are.

    Parameters
    ----------
    records
        Cells by row number; dashes are None and "như trên" is what stands above.
    totals
        Rows of totals and sections, as they stand.
    notes
        What was set aside or filled in, never with a word of a signature.
    within
        The ward that the section of a record names in its own row, by the number of the record.
    """

    records: Rows
    totals: Rows
    notes: tuple[Finding, ...]
    within: Mapping[int, str]


def sort_rows(rows: Rows, headings: Sequence[str]) -> Sorted:
    """Tell records from what stands between and below them.

    Parameters
    ----------
    rows
        Those that hold anything; a blank cell is None.
    headings
        One per column.
    """
    texts = {cell for cell in cells_of(rows.values()) if isinstance(cell, str) and len(cell) <= _LABEL}
    labels = _labels(texts)
    usual = median(map(_filled, rows.values())) if labels else 0
    told = {number: row for number, row in rows.items() if labels and not labels.keys().isdisjoint(row)}
    kinds = {number: _kind(row, labels, usual) for number, row in told.items()}
    kinds |= dict.fromkeys(_ward_rows(rows, headings, kinds), "section")
    kinds |= dict.fromkeys(_sections(rows, headings, kinds), "section")
    for number in _below_signatures(rows, kinds, usual):
        kinds[number] = "signature"
    records, same = _filled_in({number: row for number, row in rows.items() if not kinds.get(number)}, texts)
    of = {kind: [number for number in sorted(kinds) if kinds[number] == kind] for kind in _NOTES}
    notes = [rows_note(_NOTES[kind], numbers) for kind, numbers in of.items() if numbers]
    if same:
        notes.append(Finding("same_as_above", Phrase("intake.finding.same_as_above", {"n": same})))
    totals = {number: rows[number] for number in sorted((*of["total"], *of["section"]))}
    return Sorted(records, totals, tuple(notes), _within(rows, of["section"], records))


_NOTES: Final = {
    "total": "total_rows",
    "section": "section_rows",
    "note": "note_rows",
    "signature": "signature_rows",
}


def _texts(row: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in row if isinstance(cell, str)]


def names_total(text: str) -> bool:
    """Answer whether a text says that its row is a total, not the head of a section."""
    return bool(_TOTAL.fullmatch(fold(text)))


def _labels(texts: Iterable[str]) -> Mapping[str, str]:
    """Answer what a text by itself may say of its row: ``"total"``, ``"signature"`` or ``"note"``."""
    patterns = (("total", _TOTAL), ("signature", _SIGNED), ("note", _NOTE))
    labels = {}
    for text in texts:
        if _HINT.search(text):
            plain = fold(as_text(text))
            kind = next((kind for kind, pattern in patterns if pattern.fullmatch(plain)), "")
            if kind:
                labels[text] = kind
    return labels


def _kind(row: list[Any], labels: Mapping[str, str], usual: float) -> str:
    found = {labels[cell]: place for place, cell in enumerate(row) if isinstance(cell, str) and cell in labels}
    if "total" in found and _others(row, found["total"], _is_worded) == 0:
        return "total"
    if "signature" in found and not _is_record([cell for cell in row if cell not in labels], usual):
        return "signature"
    return "note" if "note" in found and _filled(row) == 1 else ""


def _others(row: list[Any], place: int, test: Callable[[Cell], bool]) -> int:
    return sum(test(cell) for other, cell in enumerate(row) if other != place)


def _is_worded(cell: Cell) -> bool:
    """Answer whether a cell holds words: no number with or without its unit, no dash, no number of a section."""
    if not isinstance(cell, str):
        return not (cell is None or isinstance(cell, int | float))
    text = cell.strip()
    return cell.upper() != cell.lower() and not (_MARKER.fullmatch(text) or _MEASURED.fullmatch(text))


def _filled(row: list[Any]) -> int:
    return sum(cell is not None for cell in row)


def _has_digit(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or any(map(str.isdigit, cell)))


def _sections(rows: Rows, headings: Sequence[str], kinds: Mapping[int, str]) -> list[int]:
    """Find the rows that open a section: numbered by letters among rows numbered by numbers, or headed "I. …"."""
    column = next((place for place, text in enumerate(headings) if fold(text) in _ORDINALS), -1)
    first = {number: as_text(row[max(column, 0)]) for number, row in rows.items() if not kinds.get(number)}
    numbers = sum(bool(_NUMBER.fullmatch(text)) for text in first.values())
    marked = [number for number, text in first.items() if _MARKER.fullmatch(text)]
    other = sum(bool(text) for text in first.values()) - numbers - len(marked)
    found = []
    if column >= 0 and numbers and other <= (1 - _NUMBERED) * len(first):
        found = [number for number in marked if _others(rows[number], column, _is_worded) <= 1]
    headed = [number for number, text in first.items() if _HEADED.fullmatch(text)]
    if headed and median(sum(map(_is_worded, row)) for row in rows.values()) > 1:
        found += [number for number in headed if _others(rows[number], max(column, 0), _is_worded) == 0]
    return found


def _ward_rows(rows: Rows, headings: Sequence[str], kinds: Mapping[int, str]) -> Iterator[int]:
    """Find the rows in which nothing stands but the name of a ward, in a list that has no column of wards."""
    if not rows or any(map(heads_wards, headings)) or median(map(_filled, rows.values())) <= 1:
        return
    for number, row in rows.items():
        if not kinds.get(number) and _filled(row) == 1 and _ward_in(row):
            yield number


def _ward_in(row: Iterable[Cell]) -> str:
    """Answer the ward that the row of a section names: "I. Xã Hoài Đức", "Phường Yên Hòa (12 hộ)"; empty for none."""
    labels = (as_text(cell) for cell in _texts(row))
    matches = (_WARD.fullmatch(text) for text in labels if len(text) <= _LABEL)
    found = [match[1].strip() for match in matches if match and kind_of(match[1]) in _WARD_KINDS]
    return found[0] if len(found) == 1 else ""


def _within(rows: Rows, sections: Iterable[int], records: Rows) -> Mapping[int, str]:
    """Carry the ward that a section names down to the records below it."""
    named = {number: ward for number in sections if (ward := _ward_in(rows[number]))}
    found, ward = {}, ""
    for number in sorted((*named, *records)) if named else ():
        ward = named.get(number, ward)
        if number in records and ward:
            found[number] = ward
    return found


def _below_signatures(rows: Rows, kinds: Mapping[int, str], usual: float) -> list[int]:
    """Name the rows from a signature down to the next record; names stand there, so only figures make a record."""
    found, below = [], False
    for number, row in rows.items():
        below = kinds.get(number) == "signature" or (below and not _is_record(row, usual))
        if below:
            found.append(number)
    return found


def _is_record(row: list[Any], usual: float) -> bool:
    return _filled(row) >= usual / 2 and any(map(_has_digit, row))


def _filled_in(records: Rows, texts: Iterable[str]) -> tuple[Rows, int]:
    """Empty the dashes and repeat what stands above where a cell says so; answer also how many did."""
    said = [text for text in texts if len(text) < _SHORT and not any(map(str.isdigit, text))]
    dashes = {cell for cell in said if cell.strip() in _DASHES}
    ditto = {cell for cell in said if as_text(cell) in _DITTO or fold(as_text(cell)) in _SAME}
    odd = dashes | ditto
    if not odd:
        return records, 0
    above: list[Any] = []
    filled: dict[int, list[Any]] = {}
    same = 0
    for number, row in records.items():
        if not odd.isdisjoint(row):
            same += sum(cell in ditto for cell in _texts(row))
            row = [  # noqa: PLW2901 — the row as it is meant
                None if cell in dashes else (above[place] if cell in ditto and above else cell)
                for place, cell in enumerate(row)
            ]
        above = row
        if any(cell is not None for cell in row):
            filled[number] = row
    return filled, same


_SHORT: Final = 20
"""Letters from which a text is no dash and no "như trên"."""
