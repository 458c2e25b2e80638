"""The payer's quarterly edit files as CMS publishes them: text or workbook, by itself or in its archive.

Procedure-to-procedure edits come in several parts (`ccipra-v322r0-f1.TXT` … `f4`): six lines of notice
and headings, then, separated by tabs, column 1, column 2, a mark for edits older than 1996, effective
and deletion date (YYYYMMDD; `*` for none), modifier indicator, rationale. The table of unlikely units
(`MCR_MUE_PractitionerServices_Eff_07-01-2026.csv`) has the code, the units, the adjudication indicator
and a rationale. Both name their quarter in the file's name: version 32.2 is the third quarter of the
32nd year after 1994. Only pairs and units of codes that ptscribe can bill are kept; rationales and
descriptors, which others have rights in, are not.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from agent.domain.base import Model
from agent.errors import InputError
from compliance.billing.codes import codes
from compliance.billing.edits import Edits, Pair, quarter_days, quarter_of
from compliance.billing.workbook import is_workbook, workbook_rows

EditKind = Literal["ptp", "mue"]
MAX_BYTES = 400 * 2**20
"""Of one unpacked file; the largest part that CMS publishes has about 60 MB."""
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_DAY = re.compile(r"\d{8}|\*")
_VERSION = re.compile(r"cci(?:pra|oph)-v(\d\d)(\d)r\d", re.IGNORECASE)
_SAID = re.compile(r"(20\d\d)[-_ ]?q([1-4])|q([1-4])[-_ ]?(20\d\d)", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff(?:ective)?[-_ ]?(\d\d)-(\d\d)-(20\d\d)", re.IGNORECASE)
_OTHERS = {
    r"ccioph|outpatient ?hospital|hospital": "hospitals",
    r"dme|durable": "suppliers of equipment",
    r"addition|deletion|revision|change|(?<![a-z])aoc": "changes only",
}
_READABLE = (".txt", ".csv", ".xlsx")


class EditFile(Model):
    """What one published file holds; `rows` counts all of its edits, kept or not."""

    name: str
    kind: EditKind
    quarter: str
    rows: int
    pairs: tuple[Pair, ...] = ()
    units: dict[str, int] = {}


def read_edit_file(name: str, data: bytes, quarter: str = "") -> EditFile:
    """Edits of a published file. `quarter` (`2026-Q2`) may be empty where the file's name tells it.

    Raises `InputError`: for a file of another quarter, of another setting, or that cannot be read, with
    the line.
    """
    name, data = _unpacked(name, data)
    _for_practitioners(name)
    told = quarter_named(name)
    if quarter:
        first, _ = quarter_days(quarter)
        quarter = quarter_of(first)
    if told and quarter and told != quarter:
        raise InputError(
            f"The file {name!r} is that of {told}, not of {quarter}.",
            mend=f"Get the payer's file of {quarter}, or load this one as {told}.",
        )
    quarter = told or quarter
    if not quarter:
        raise InputError(f"The name {name!r} does not tell its quarter.", mend="Say it: --quarter 2026-Q2.")
    rows = list(_rows(name, data))
    if any(_is_pair(cells) for _, cells in rows):
        return _pairs(name, quarter, rows)
    return _units(name, quarter, rows)


def together(files: Sequence[EditFile]) -> Edits:
    """The parts of one kind and one quarter as one table. Raises `InputError` when they do not fit."""
    first = files[0]
    for other in files[1:]:
        if (other.kind, other.quarter) != (first.kind, first.quarter):
            raise InputError(
                f"{other.name!r} is of {other.quarter}, {first.name!r} of {first.quarter}.",
                mend="Load the files of one quarter at a time.",
            )
    begins, ends = quarter_days(first.quarter)
    pairs = {(p.column1, p.column2, p.effective): p for file in files for p in file.pairs}
    units = {code: most for file in files for code, most in file.units.items()}
    return Edits(
        quarter=first.quarter,
        valid_from=begins,
        valid_until=ends,
        source=", ".join(file.name for file in files),
        pairs=tuple(pairs.values()),
        units=units,
    )


def quarter_named(name: str) -> str:
    """The quarter that a published file's name tells, or an empty string."""
    if version := _VERSION.search(name):
        return f"{1994 + int(version[1])}-Q{int(version[2]) + 1}" if int(version[2]) < 4 else ""
    if said := _SAID.search(name):
        return f"{said[1] or said[4]}-Q{said[2] or said[3]}"
    if effective := _EFFECTIVE.search(name):
        month = int(effective[1])
        return quarter_of(date(int(effective[3]), month, 1)) if 1 <= month <= 12 else ""
    return ""


def _for_practitioners(name: str) -> None:
    for pattern, whom in _OTHERS.items():
        if re.search(pattern, name, re.IGNORECASE) and "practitioner" not in name.lower():
            raise InputError(
                f"The file {name!r} is the one for {whom}.",
                mend="Get the whole file for practitioner services.",
            )


def _unpacked(name: str, data: bytes) -> tuple[str, bytes]:
    """The table in a published archive; anything else as it is."""
    if not zipfile.is_zipfile(io.BytesIO(data)) or is_workbook(data):
        return name, _bounded(name, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith(_READABLE)]
        members.sort(key=lambda m: _READABLE.index(m.filename[m.filename.rfind(".") :].lower()))
        if not members:
            raise InputError(
                f"The archive {name!r} holds no table.", mend="Give CMS's archive, or the file out of it."
            )
        chosen = members[0]
        if chosen.file_size > MAX_BYTES:
            raise InputError(f"The file in {name!r} is too large.", mend="Give CMS's own archive.")
        inner = chosen.filename.rsplit("/", 1)[-1]
        try:
            return (inner if quarter_named(inner) else name), archive.read(chosen)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise InputError(
                f"The archive {name!r} is damaged or locked.", mend="Download it again."
            ) from None


def _bounded(name: str, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"The file {name!r} is too large.", mend="Give CMS's own file.")
    return data


def _rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Line number and upper-case cells of each line that holds something."""
    made = workbook_rows(name, data) if is_workbook(data) else _text_rows(name, data)
    for number, cells in made:
        clean = [c.strip().upper() for c in cells]
        if any(clean):
            yield number, clean


def _text_rows(name: str, data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    if b"\x00" in data[:4096]:
        raise InputError(
            f"The file {name!r} is neither text nor a workbook.",
            mend="Give CMS's text file, workbook or archive.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ",")
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise InputError(
            f"Line {reader.line_num} of {name!r} cannot be read.", mend="Download the file again."
        ) from None


def _is_pair(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and bool(_CODE.fullmatch(cells[0])) and bool(_CODE.fullmatch(cells[1]))


def _pairs(name: str, quarter: str, rows: Iterable[tuple[int, list[str]]]) -> EditFile:
    _, last = quarter_days(quarter)
    kept: list[Pair] = []
    known, count, newest = codes(), 0, date.min
    for number, cells in rows:
        if not _is_pair(cells):
            if count:
                raise _unreadable(name, number)
            continue  # The file opens with a notice and headings.
        days = [c for c in cells[2:] if _DAY.fullmatch(c)]
        indicator = next((c for c in reversed(cells[2:]) if c in ("0", "1", "9")), None)
        if days and days[0] == "*" and len(days) > 2:
            days = days[1:]  # The mark of edits older than 1996.
        if not days or indicator is None:
            raise _unreadable(name, number)
        effective = _day(days[0], name, number)
        newest, count = max(newest, effective or date.min), count + 1
        if cells[0] in known and cells[1] in known:
            kept.append(
                Pair(
                    column1=cells[0],
                    column2=cells[1],
                    indicator=int(indicator),
                    effective=effective,
                    deleted=_day(days[1], name, number) if len(days) > 1 else None,
                )
            )
    if newest > last:
        raise InputError(
            f"The file {name!r} holds edits from {newest}, after {quarter}.",
            mend="Name the quarter that the file was published for.",
        )
    return EditFile(name=name, kind="ptp", quarter=quarter, rows=count, pairs=tuple(kept))


def _units(name: str, quarter: str, rows: Iterable[tuple[int, list[str]]]) -> EditFile:
    found = {
        cells[0]: int(cells[1])
        for _, cells in rows
        if len(cells) > 1 and _CODE.fullmatch(cells[0]) and cells[1].isdecimal()
    }
    if not found:
        raise InputError(
            f"The file {name!r} holds neither pairs of codes nor units of codes.",
            mend="Give CMS's practitioner PTP or MUE file.",
        )
    kept = {code: most for code, most in found.items() if code in codes()}
    return EditFile(name=name, kind="mue", quarter=quarter, rows=len(found), units=kept)


def _day(text: str, name: str, number: int) -> date | None:
    if text == "*":
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise _unreadable(name, number) from None


def _unreadable(name: str, number: int) -> InputError:
    return InputError(
        f"Line {number} of {name!r} is no pair of codes with dates and indicator.",
        mend="Give the file as CMS published it, whole and of one quarter.",
    )
