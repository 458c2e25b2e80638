"""The cells of a workbook's first sheet (Office Open XML), as text: all that the payer's edit files need."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from agent.errors import InputError

_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]+")
MAX_SHEET_BYTES = 800 * 2**20


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook with a first sheet."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _SHEET in archive.namelist()
    except zipfile.BadZipFile:
        return False


def workbook_rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each row. Raises `InputError` for a damaged workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_SHEET).file_size > MAX_SHEET_BYTES:
                raise InputError(f"The workbook {name!r} is too large.", mend="Give CMS's own file.")
            shared = _shared(archive)
            with archive.open(_SHEET) as sheet:
                for _, row in iterparse(sheet):  # noqa: S314  # expat bounds the growth of entities
                    if _tag(row) == "row":
                        yield int(row.get("r", "0")), _cells(row, shared)
                        row.clear()
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError, IndexError):
        raise InputError(f"The workbook {name!r} is damaged.", mend="Download it again.") from None


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in archive.namelist():
        return []
    with archive.open(_STRINGS) as file:
        parsed = iterparse(file)  # noqa: S314  # expat bounds the growth of entities
        return ["".join(item.itertext()) for _, item in parsed if _tag(item) == "si"]


def _cells(row: Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        at = _place(cell.get("r", "")) if cell.get("r") else len(cells)
        cells.extend([""] * (at - len(cells)))
        cells.append(_text(cell, shared))
    return cells


def _text(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = next((part.text or "" for part in cell if _tag(part) == "v"), "")
    if cell.get("t") == "s":
        return shared[int(value)]
    return value.removesuffix(".0")


def _place(reference: str) -> int:
    """Column number of `AB12`, from 0."""
    number = 0
    for letter in _COLUMN.match(reference)[0]:  # type: ignore[index]  # a reference begins with letters
        number = number * 26 + ord(letter) - 64
    return number - 1


def _tag(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]
