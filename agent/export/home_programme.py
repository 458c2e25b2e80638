"""The home exercise sheet for print (PDF/UA) and for the phone (one HTML page that needs no network)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

from agent.domain.home_programme import HomeExercise, HomeProgramme
from agent.export.figures import POSES, figure_svg

if TYPE_CHECKING:
    from typst import Compiler


@lru_cache(maxsize=1)
def _compiler() -> Compiler:
    """One compiler a process: the embedded fonts load once. System fonts would change the bytes."""
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def home_programme_pdf(sheet: HomeProgramme) -> bytes:
    """PDF/UA-1 bytes: headings, language and alternative texts; the same bytes for the same sheet."""
    made = _compiler().compile(
        resources.files("agent.export").joinpath("home_programme.typ").read_bytes(),
        format="pdf",
        sys_inputs={"sheet": json.dumps(_data(sheet), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(datetime(*sheet.made_on.timetuple()[:3], tzinfo=UTC).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter returned no single PDF")
    return made


def _data(sheet: HomeProgramme) -> dict[str, Any]:
    data = sheet.model_dump(mode="json")
    for item in data["exercises"]:
        item["svg"] = figure_svg(item["figure"], item["figure_alt"]) if item["figure"] in POSES else ""
    return data


def home_programme_html(sheet: HomeProgramme) -> str:
    """A self-contained page: large type, one column, no script, no request to anywhere."""
    say = sheet.headings
    exercises = "".join(_exercise(n, e, say) for n, e in enumerate(sheet.exercises, 1))
    draft = "" if sheet.reviewed else f'<p class="draft" role="alert">{escape(say["draft"])}</p>'
    limits = _section(say["limits"], sheet.limits, "limits") if sheet.limits else ""
    return (
        f'<!doctype html><html lang="{sheet.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(sheet.title)}</title><style>{_style()}</style></head><body>"
        f"<header><h1>{escape(sheet.title)}</h1>"
        f"<p>{escape(sheet.patient_name)}<br>{escape(sheet.therapist_name)} · "
        f"{escape(sheet.made_on_words)}</p></header><main>{draft}"
        f"{_section(say['start'], sheet.before_you_start, 'start')}{limits}"
        f"<h2>{escape(say['exercises'])}</h2>{exercises}"
        f"{_section(say['stop'], sheet.stop_rules, 'stop')}"
        f"{_section(say['emergency'], sheet.emergency, 'emergency')}"
        f'<section class="start"><h2>{escape(say["call"])}</h2><p>{escape(sheet.call)}</p></section>'
        f"{_diary(sheet)}"
        f"<section><h2>{escape(say['about'])}</h2><p>{escape(sheet.disclosure)}</p></section>"
        "</main></body></html>"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return resources.files("agent.export").joinpath("home_programme.css").read_text(encoding="utf-8")


def _section(heading: str, lines: tuple[str, ...], kind: str = "") -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="{kind}"><h2>{escape(heading)}</h2><ul>{items}</ul></section>'


def _exercise(number: int, item: HomeExercise, say: dict[str, str]) -> str:
    figure = figure_svg(item.figure, item.figure_alt) if item.figure in POSES else ""
    steps = "".join(f"<li>{escape(s)}</li>" for s in item.steps)
    facts = ((say["much"], item.amount), (say["when"], item.when), (say["side"], item.side))
    dose = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in facts if value
    )
    return f"<article><h3>{number}. {escape(item.name)}</h3>{figure}<ol>{steps}</ol><dl>{dose}</dl></article>"


def _diary_row(day: int, numbers: range, say: dict[str, str]) -> str:
    this_day = f"{escape(say['day'])} {day}"
    boxes = "".join(
        f'<td><input type="checkbox" aria-label="{escape(say["done"])}: {this_day}, {n}"></td>'
        for n in numbers
    )
    pain = (
        '<td><input type="number" min="0" max="10" inputmode="numeric" '
        f'aria-label="{escape(say["pain"])}, {this_day}"></td>'
    )
    return f'<tr><th scope="row">{day}</th>{pain}{boxes}</tr>'


def _diary(sheet: HomeProgramme) -> str:
    say = sheet.headings
    numbers = range(1, len(sheet.exercises) + 1)
    head = "".join(f'<th scope="col">{n}</th>' for n in numbers)
    rows = "".join(_diary_row(day, numbers, say) for day in range(1, sheet.diary_days + 1))
    return (
        f"<section><h2>{escape(say['diary'])}</h2><p>{escape(say['diary_help'])}</p>"
        f'<div class="scroll"><table><thead><tr><th scope="col">{escape(say["day"])}</th>'
        f'<th scope="col">{escape(say["pain"])}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )
