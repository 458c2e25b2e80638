"""Line figures of common exercise positions, drawn as SVG from joint coordinates."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
WIDTH, BOTTOM = 120, 78
FLOOR = 72.0
LEAST_HEIGHT = 46.0
"""A lying figure is cut to this height, so that it is drawn as large as a standing one."""


class Pose(NamedTuple):
    """Head centre and chains of joints; `props` are thicker grey lines (bed, chair, wall)."""

    head: Point
    chains: tuple[tuple[Point, ...], ...]
    props: tuple[tuple[Point, ...], ...] = ()
    floor: bool = True


_BED = ((8, 62), (112, 62))
POSES: dict[str, Pose] = {
    "supine": Pose(
        (18, 55), (((25, 57), (58, 57), (82, 57), (104, 57)), ((34, 57), (46, 60), (60, 60))), (_BED,)
    ),
    "hooklying": Pose(
        (18, 55),
        (((25, 57), (58, 57), (76, 36), (88, 60), (96, 60)), ((34, 57), (46, 60), (58, 60))),
        (_BED,),
    ),
    "sidelying": Pose(
        (18, 50),
        (
            ((25, 54), (58, 56), (80, 52), (102, 50)),
            ((58, 56), (82, 59), (104, 59)),
            ((34, 54), (24, 60), (14, 60)),
        ),
        (_BED,),
    ),
    "prone": Pose(
        (18, 56), (((25, 57), (58, 57), (82, 57), (104, 57)), ((34, 57), (26, 61), (16, 61))), (_BED,)
    ),
    "quadruped": Pose(
        (22, 34),
        (((30, 38), (72, 38), (72, 70), (94, 70)), ((36, 38), (36, 70)), ((72, 38), (78, 70), (100, 70))),
    ),
    "plank": Pose((20, 48), (((27, 51), (62, 56), (104, 68)), ((32, 52), (32, 68), (20, 70)))),
    "seated": Pose(
        (50, 14),
        (((50, 22), (50, 46), (74, 48), (74, 70), (82, 70)), ((50, 28), (60, 40), (68, 46))),
        (((40, 24), (40, 72)), ((40, 50), (66, 50)), ((66, 50), (66, 72))),
    ),
    "long_sitting": Pose(
        (34, 24),
        (((34, 32), (34, 60), (66, 61), (98, 61), (100, 52)), ((34, 38), (44, 50), (54, 58))),
        (_BED,),
    ),
    "standing": Pose(
        (60, 12),
        (
            ((60, 20), (60, 42), (56, 57), (55, 71), (61, 71)),
            ((60, 42), (65, 57), (66, 71), (72, 71)),
            ((60, 26), (53, 38), (54, 48)),
            ((60, 26), (67, 38), (66, 48)),
        ),
    ),
    "standing_support": Pose(
        (44, 26),
        (((50, 31), (74, 40), (72, 56), (74, 71), (80, 71)), ((54, 33), (36, 46)), ((56, 34), (56, 56))),
        (((18, 48), (42, 48)), ((22, 48), (22, 72))),
    ),
    "kneeling": Pose((54, 14), (((54, 22), (54, 46), (56, 70), (80, 70)), ((54, 28), (62, 40), (60, 50)))),
    "half_kneeling": Pose(
        (52, 14),
        (
            ((52, 22), (52, 46), (50, 70), (28, 70)),
            ((52, 46), (76, 48), (76, 71), (84, 71)),
            ((52, 28), (60, 40), (66, 46)),
        ),
    ),
    "walking": Pose(
        (60, 12),
        (
            ((60, 20), (59, 42), (70, 56), (74, 71), (81, 70)),
            ((59, 42), (54, 57), (44, 68), (49, 72)),
            ((60, 26), (50, 36), (46, 46)),
            ((60, 26), (69, 36), (74, 44)),
        ),
    ),
}


def figure_svg(position: str, alt: str) -> str:
    """An SVG of a person in `position` with `alt` as its accessible name. Raises KeyError if unknown."""
    pose = POSES[position]
    top = min(y for chain in (*pose.chains, *pose.props, (pose.head,)) for _, y in chain) - 12
    height = max(LEAST_HEIGHT, BOTTOM - top)
    view = f"0 {BOTTOM - height:g} {WIDTH} {height:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" '
        f"aria-label={quoteattr(alt)}><title>{escape(alt)}</title>"
    ]
    if pose.floor and _BED not in pose.props:
        parts.append(_line(((4, FLOOR + 2), (WIDTH - 4, FLOOR + 2)), "#b8c4c9", 1.5))
    parts += [_line(p, "#8fa3ab", 2.5) for p in pose.props]
    parts += [_line(c, "#17394a", 4) for c in pose.chains]
    x, y = pose.head
    parts.append(f'<circle cx="{x}" cy="{y}" r="6.5" fill="#fff" stroke="#17394a" stroke-width="3.5"/></svg>')
    return "".join(parts)


def _line(points: tuple[Point, ...], colour: str, width: float) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
