"""The payer's quarterly files in the forms in which they are published, and what must be refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from agent.errors import InputError
from compliance.billing import edit_files
from compliance.billing import workbook as workbook_module
from compliance.billing.edit_files import quarter_named, read_edit_file, together
from compliance.billing.workbook import workbook_rows

HEAD = (
    "CPT only copyright 2025 by its owner.\r\n"
    "Column1/Column2 Edits\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
PTP = HEAD + (
    "0001A\t0591T\t\t20220101\t20231231\t1\tMisuse of column two code\r\n"
    "97530\t97116\t\t20200101\t*\t1\tMisuse of column two code\r\n"
    "97140\t97124\t*\t19960101\t20250331\t0\tMore extensive procedure\r\n"
)
MUE = (
    '"Notice of the owner of the codes,\nover two lines",,,\n'
    "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
    "0001A,1,2 Date of Service Edit: Policy,Code Descriptor\n"
    "97110,6,3 Date of Service Edit: Clinical,Clinical: Data\n"
    "97140,6,3 Date of Service Edit: Clinical,Clinical: Data\n"
)
NAME = "ccipra-v322r0-f1.TXT"
MUE_NAME = "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"


def archive(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "."), content)
    return out.getvalue()


def workbook(rows: list[list[str | int]]) -> bytes:
    """A workbook as spreadsheets write it: shared strings for text, numbers as numbers, gaps left out."""
    strings: list[str] = []
    body = ""
    for number, cells in enumerate(rows, 1):
        body += f'<row r="{number}">'
        for column, cell in enumerate(cells):
            where = f"{chr(65 + column)}{number}"
            if isinstance(cell, int):
                body += f'<c r="{where}"><v>{cell}</v></c>'
            elif cell:
                strings.append(cell)
                body += f'<c r="{where}" t="s"><v>{len(strings) - 1}</v></c>'
        body += "</row>"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    return archive(
        **{
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{body}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {space}>{shared}</sst>",
        }
    )


def test_the_text_file_of_pairs() -> None:
    read = read_edit_file(NAME, PTP.encode("cp1252"))
    assert (read.kind, read.quarter, read.rows) == ("ptp", "2026-Q3", 3)
    kept = [(p.column1, p.column2, p.indicator, p.effective, p.deleted) for p in read.pairs]
    assert kept == [
        ("97530", "97116", 1, date(2020, 1, 1), None),
        ("97140", "97124", 0, date(1996, 1, 1), date(2025, 3, 31)),
    ]


def test_the_table_of_units() -> None:
    read = read_edit_file(MUE_NAME, MUE.encode())
    assert (read.kind, read.quarter, read.rows, read.units) == (
        "mue",
        "2026-Q3",
        3,
        {"97110": 6, "97140": 6},
    )


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("97530\t97116\t20200101\t*\t1", (1, date(2020, 1, 1), None)),
        ("97530\t97116\t1\t20200101\t*", (1, date(2020, 1, 1), None)),
        ("97530\t97116\t\t20200101\t\t9", (9, date(2020, 1, 1), None)),
        ("97530\t97116\t*\t20250331\t1", (1, None, date(2025, 3, 31))),
        ("97530\t97116\t\t20260930\t*\t1", (1, date(2026, 9, 30), None)),
    ],
)
def test_dates_and_indicator_wherever_the_columns_stand(
    line: str, pair: tuple[int, date | None, date | None]
) -> None:
    read = read_edit_file(NAME, f"{line}\n".encode())
    assert [(p.indicator, p.effective, p.deleted) for p in read.pairs] == [pair]


def test_empty_lines_are_no_edits_and_pairs_of_one_known_code_are_not_kept() -> None:
    more = "\r\n\t\t\r\n0001A\t97116\t\t20200101\t*\t1\tx\r\n97116\t0001A\t\t20200101\t*\t1\tx\r\n\r\n"
    read = read_edit_file(NAME, (PTP + more).encode())
    assert (read.rows, len(read.pairs)) == (5, 2)


def test_units_without_further_columns() -> None:
    assert read_edit_file(MUE_NAME, b"PK notice\n97140\n97110,6\n").units == {"97110": 6}


def test_a_file_is_read_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data, packed = PTP.encode(), archive(**{NAME: PTP})
    for limit, given, name in ((len(data), data, NAME), (len(PTP), packed, "x.zip")):
        monkeypatch.setattr(edit_files, "MAX_BYTES", limit)
        assert read_edit_file(name, given).rows == 3
        monkeypatch.setattr(edit_files, "MAX_BYTES", limit - 1)
        with pytest.raises(InputError, match="too large"):
            read_edit_file(name, given)
    sheet = workbook([[97110, 6]])
    size = zipfile.ZipFile(io.BytesIO(sheet)).getinfo("xl/worksheets/sheet1.xml").file_size
    monkeypatch.setattr(edit_files, "MAX_BYTES", len(sheet))
    monkeypatch.setattr(workbook_module, "MAX_SHEET_BYTES", size)
    assert read_edit_file(MUE_NAME, sheet).units == {"97110": 6}
    monkeypatch.setattr(workbook_module, "MAX_SHEET_BYTES", size - 1)
    with pytest.raises(InputError, match="too large"):
        read_edit_file(MUE_NAME, sheet)


def test_cells_stand_in_their_columns_and_rich_text_is_one_cell() -> None:
    sheet = (
        '<sheet><row r="4"><c r="B4" t="s"><v>0</v></c><c r="Z4"><v>26</v></c><c r="AB4"><v>28</v></c>'
        '<c r="BC4"><v>55</v></c></row></sheet>'
    )
    strings = "<sst><si><r><t>97</t></r><r><t>530</t></r></si></sst>"
    data = archive(**{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings})
    ((number, cells),) = workbook_rows("x.xlsx", data)
    assert number == 4
    assert {n: cell for n, cell in enumerate(cells, 1) if cell} == {2: "97530", 26: "26", 28: "28", 55: "55"}


def test_the_archive_as_it_is_downloaded() -> None:
    packed = archive(**{NAME: PTP, "ccipra-v322r0-f1.xlsx": b"not looked at"})
    assert read_edit_file("medicare-ncci-2026q3-practitioner-ptp-edits.zip", packed).rows == 3
    plain = archive(table__txt=PTP)
    assert read_edit_file("medicare-ncci-2026q3-practitioner-ptp-edits.zip", plain).quarter == "2026-Q3"


def test_the_workbook_and_the_workbook_in_an_archive() -> None:
    rows: list[list[str | int]] = [
        ["Notice"],
        ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "Rationale"],
        ["97530", 97116, "", 20200101, "*", 1, "Misuse"],
        [97140, "97124", "*", "19960101", 20250331, 0, "More extensive"],
    ]
    data = workbook(rows)
    for name, given in (
        ("ccipra-v322r0-f2.xlsx", data),
        ("x.zip", archive(**{"ccipra-v322r0-f2.xlsx": data})),
    ):
        read = read_edit_file(name, given)
        assert [(p.column1, p.column2, p.indicator) for p in read.pairs] == [
            ("97530", "97116", 1),
            ("97140", "97124", 0),
        ]
        assert read.pairs[1].deleted == date(2025, 3, 31)


def test_a_comma_separated_file_whose_quarter_is_said() -> None:
    read = read_edit_file("pairs.csv", b"97530,97116,,20200101,*,1,text\n", "2026q1")
    assert (read.quarter, len(read.pairs)) == ("2026-Q1", 1)


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("ccipra-v320r0-f1.txt", "2026-Q1"),
        ("ccipra-v313r0-f4.TXT", "2025-Q4"),
        ("medicare-ncci-2026q2-practitioner-ptp-edits-ccipra-v321r0-f1.zip", "2026-Q2"),
        ("medicaid-ncci-q2-2026-ptp-edits-practitioner-services.zip", "2026-Q2"),
        ("MCR_MUE_PractitionerServices_Eff_10-01-2025.csv", "2025-Q4"),
        ("practitionerservicesmuetable-effective-07-01-2026.zip", "2026-Q3"),
        ("table-effective-13-01-2026.csv", ""),
        ("table-effective-00-01-2026.csv", ""),
        ("table-effective-01-01-2026.csv", "2026-Q1"),
        ("table-effective-12-01-2026.csv", "2026-Q4"),
        ("ccipra-v323r0-f1.txt", "2026-Q4"),
        ("ccipra-v324r0-f1.txt", ""),
        ("ccipra-v327r0-f1.txt", ""),
        ("pairs.csv", ""),
    ],
)
def test_the_quarter_that_a_name_tells(name: str, quarter: str) -> None:
    assert quarter_named(name) == quarter


@pytest.mark.parametrize(
    ("name", "text", "quarter", "says"),
    [
        (NAME, PTP, "2026-Q2", "is that of 2026-Q3, not of 2026-Q2"),
        (MUE_NAME, MUE, "2025-Q3", "is that of 2026-Q3, not of 2025-Q3"),
        ("pairs.txt", PTP, "", "does not tell its quarter"),
        ("pairs.txt", PTP, "spring", "The quarter 'spring' is not known"),
        ("pairs.txt", PTP.replace("20200101", "20260701"), "2026-Q2", "holds edits from 2026-07-01, after"),
        ("ccioph-v322r0-f1.txt", PTP, "", "is the one for hospitals"),
        ("MCR_MUE_DMESupplierServices_Eff_07-01-2026.csv", MUE, "", "suppliers of equipment"),
        ("ptp-2026q3-additions-deletions.txt", PTP, "", "changes only"),
        (NAME, "nothing here\n", "", "neither pairs of codes nor units"),
        (NAME, PTP + "97530\tsomething\n", "", "Line 10"),
        (NAME, "97530\nnotice\n", "", "neither pairs of codes nor units"),
        (NAME, "Total\t97116\t\t20200101\t*\t1\n", "", "neither pairs of codes nor units"),
        (NAME, "97530\t97116\n", "", "Line 1"),
        (NAME, "97530\t97116\tno dates\n", "", "Line 1"),
        (NAME, "97530\t97116\t1\tno dates\n", "", "Line 1"),
        (NAME, "97530\t97116\t20200101\tno indicator\n", "", "Line 1"),
        (NAME, "97530\t97116\t\t20201301\t*\t1\n", "", "Line 1"),
        (NAME, "\x00\x01\x02", "", "neither text nor a workbook"),
    ],
)
def test_a_file_that_cannot_be_used(name: str, text: str, quarter: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        read_edit_file(name, text.encode(), quarter)
    assert refused.value.mend


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive(readme__pdf="x"), "holds no table"),
        (archive(**{"xl/worksheets/sheet1.xml": "<worksheet><row>"}), "is damaged"),
        (
            archive(**{"xl/worksheets/sheet1.xml": '<sheet><row r="1"><c t="s"><v>7</v></c></row></sheet>'}),
            "is damaged",
        ),
    ],
)
def test_an_archive_or_workbook_that_cannot_be_used(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_edit_file(NAME, data)


def test_the_parts_of_one_quarter_make_one_table() -> None:
    first = read_edit_file(NAME, PTP.encode())
    second = read_edit_file(
        "ccipra-v322r0-f2.TXT",
        (HEAD + "97530\t97750\t\t20200101\t*\t1\tx\r\n97530\t97116\t\t20200101\t*\t1\tx\r\n").encode(),
    )
    edits = together((first, second))
    assert (edits.quarter, edits.valid_from, edits.valid_until) == (
        "2026-Q3",
        date(2026, 7, 1),
        date(2026, 9, 30),
    )
    assert sorted(p.column2 for p in edits.pairs) == ["97116", "97124", "97750"]
    assert NAME in edits.source


def test_parts_of_two_quarters_or_two_kinds_are_refused() -> None:
    first = read_edit_file(NAME, PTP.encode())
    for other in (
        read_edit_file("ccipra-v323r0-f2.TXT", PTP.encode()),
        read_edit_file(MUE_NAME, MUE.encode()),
    ):
        with pytest.raises(InputError, match="one quarter at a time"):
            together((first, other))
