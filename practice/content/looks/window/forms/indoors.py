"""Forms indoors: what stands in the window's light."""

import math
from collections.abc import Sequence

from practice.content.looks.colour import mix
from practice.content.looks.strokes import Point, blob, smooth, straight
from practice.content.looks.window.forms.sheet import HEIGHT, WIDTH, Sheet, oval
from practice.content.looks.window.forms.water import rest


def table(s: Sheet, y: float) -> None:
    """A level board from `y` down, with its front edge."""
    s.ground(y, 0.55, 0.42)
    s.ground(y + s.some(76, 92), 0.9, 0.34)


def wall_light(s: Sheet) -> None:
    """The window on the wall, on the lit side."""
    s.panes(
        (s.some(70, 150), s.some(30, 60)), (s.some(330, 430), s.some(270, 310)), s.some(130, 220)
    )


def sill(s: Sheet) -> None:
    """Two or three stones on the window-sill."""
    y = s.some(380, 410)
    wall_light(s)
    table(s, y)
    rest(s, s.some(400, 480), y + 62, s.some(92, 118), s.pick(2, 3, 3))


def bowl(s: Sheet) -> None:
    """A bowl on the table, empty or not."""
    y = s.some(385, 410)
    wall_light(s)
    table(s, y)
    x, rx = s.some(470, 560), s.some(120, 165)
    foot, high = y + 56, rx * s.some(0.62, 0.8)
    rim = foot - high
    s.shadow((x, foot), rx * 0.8, 12)
    inside(s, (x, rim), rx)
    for place, size in ((-0.42, 0.3), (0.4, 0.34), (-0.02, 0.4))[: s.pick(0, 1, 2, 3)]:
        r = rx * size * s.some(0.85, 1.1)
        at = (x + (place + s.some(-0.08, 0.08)) * rx, rim + r * 0.7)
        s.stone(at, (r, r * 0.92), s.pick(s.colours.third, s.colours.second), cast=False)
    vessel(s, (x, rim), (rx, high))
    if s.chance(0.5):
        at = (x + rx * s.pick(-1.5, 1.45), foot + 12)
        s.stone(at, (s.some(26, 40), s.some(20, 30)), s.colours.third)


def cup(s: Sheet) -> None:
    """A cup, set down for somebody."""
    y = s.some(380, 405)
    wall_light(s)
    table(s, y)
    x, rx = s.some(480, 560), s.some(76, 98)
    foot, high = y + 58, rx * s.some(1.15, 1.45)
    rim = foot - high
    s.shadow((x, foot - 2), rx * 0.95, 10)
    hold = (x - rx * 0.82, rim + high * 0.42)
    outer = arc(hold, (rx * 0.62, high * 0.34), 0.5, 1.5)
    inner = arc(hold, (rx * 0.42, high * 0.22), 1.5, 0.5)
    ear = smooth(outer, closed=False) + "L" + smooth(inner, closed=False)[1:] + "z"
    s.flat(ear, s.colours.seen(s.colours.main), 0.8)
    vessel(s, (x, rim), (rx, high))
    inside(s, (x, rim), rx)
    if s.chance(0.75):
        rest(s, x + rx * 1.5, foot + 10, s.some(34, 54), s.pick(1, 2))


def inside(s: Sheet, rim: Point, rx: float) -> None:
    """What is seen of the inside over the rim."""
    path = oval(rim, (rx, rx * 0.125))
    s.flat(path, mix(s.colours.main, s.colours.shade, 0.42), 0.85)


def vessel(s: Sheet, rim: Point, size: Point) -> None:
    """The lower half of a stone, its rim level; nobody sees through it."""
    half = arc(rim, size, 0, 1)
    again = [(x + 3, y + 2) for x, y in half]
    body = smooth(half, closed=False) + "z"
    s.flat(body, mix(s.colours.sky, s.colours.depth(0.5), 0.5), 0.8)
    s.washes([body, smooth(again, closed=False) + "z"], s.colours.seen(s.colours.main), 0.6)
    (x, y), (rx, high) = rim, size
    edge = [*half, (x - rx * 0.5, y), (x, y), (x + rx * 0.5, y)]
    s.far_side(edge, (x, y + high * 0.5), s.colours.main)


def arc(centre: Point, size: Point, start: float, end: float) -> list[Point]:
    """Points along a superellipse, from `start` to `end` half turns, clockwise from the right."""
    points = []
    for i in range(9):
        angle = math.pi * (start + (end - start) * i / 8)
        x, y = math.cos(angle), math.sin(angle)
        reach = (abs(x) ** 2.5 + abs(y) ** 2.5) ** (-1 / 2.5)
        points.append((centre[0] + x * reach * size[0], centre[1] + y * reach * size[1]))
    return points


def doorway(s: Sheet) -> None:
    """A door left open, and the light that comes in."""
    floor = s.some(395, 425)
    x, wide, top = s.some(310, 390), s.some(130, 170), s.some(70, 110)
    s.flat(f"M0 0h{WIDTH}v{HEIGHT}H0z", s.colours.depth(0.6), 0.5)
    s.ground(floor, 0.95, 0.5)
    for slip in (0, 4):
        right, edge = x + wide + slip, floor + slip * 0.6
        s.light(
            [(x + slip, top + slip), (right, top - 6 + slip), (right, edge), (x + slip, edge)], 0.62
        )
    reach = s.some(240, 340)
    s.light(
        [
            (x, floor),
            (x + wide, floor),
            (x + wide + reach, HEIGHT + 10),
            (x + reach * 0.4, HEIGHT + 10),
        ],
        0.42,
    )
    if s.chance(0.6):
        leaf = [(x - 4, top - 2), (x - 78, top + 22), (x - 78, floor + 34), (x - 4, floor + 2)]
        s.washes(
            [straight(leaf), straight([(a + 3, b + 3) for a, b in leaf])], s.colours.depth(0.9), 0.5
        )
    if s.chance(0.75):
        at = (x + wide + s.some(120, 180), floor + s.some(36, 60))
        s.stone(at, (s.some(58, 88), s.some(46, 70)), s.colours.third)


def window(s: Sheet) -> None:
    """Hills, seen through the window."""
    x, y, wide, high = s.some(235, 280), s.some(74, 84), s.some(410, 470), s.some(316, 330)
    s.sky(y + high * 0.9)
    s.disc((x + wide * s.pick(0.25, 0.75), y + high * s.some(0.22, 0.34)), s.some(40, 54))
    rise = s.some(16, 34)
    for i in range(3):
        y_i = y + high * (0.52 + 0.17 * i)
        s.land(s.ridge(y_i, rise, s.some(-50, 50)), s.colours.depth(0.15 + 0.35 * i))
        dark = s.colours.shade if s.colours.night else s.colours.depth(0.5)
    wall = mix(s.colours.sky, dark, 0.3 if s.colours.night else 0.4)
    s.flat(holes((x, y), (wide, high)), wall, 1)
    s.flat(holes((x - 4, y - 3), (wide + 8, high + 7)), dark, 0.22)
    base = y + high + 22
    s.ground(base, 0.8, 0.6)
    if s.chance(0.85):
        rest(s, x + wide * s.some(0.55, 0.8), base + 44, s.some(54, 76), s.pick(1, 2))


def holes(corner: Point, size: Point) -> str:
    """The whole sheet but for four panes."""
    (x, y), (w, h), bar = corner, size, 9
    data = f"M0 0V{HEIGHT}H{WIDTH}V0z"
    for left in (x, x + w / 2 + bar):
        for top in (y, y + h / 2 + bar):
            r, b = left + w / 2 - bar, top + h / 2 - bar
            data += straight([(left, top), (r, top), (r, b), (left, b)])
    return data


def branch(s: Sheet) -> None:
    """A twig or two in a vessel."""
    y = s.some(390, 415)
    wall_light(s)
    table(s, y)
    x, rx, foot = s.some(480, 580), s.some(62, 84), y + 50
    ry = rx * s.some(0.85, 1.4)
    neck = foot - ry * 1.85
    tall = min(s.some(140, 190), neck - 60)
    ways = s.pick((1.0,), (-1.0,), (1, -0.5), (-0.9, 0.6))
    for way in ways:
        bend = ((0, 0), (0.1, 0.3), (0.32, 0.66), (0.66, 1))
        stem = [(x + u * way * 150, neck + 6 - v * tall) for u, v in bend]
        twig(s, stem, s.some(26, 33), s.pick(5, 6) if len(ways) == 1 else s.pick(4, 5))
    s.stone((x, foot), (rx, ry), s.colours.main, turn=0)


def twig(s: Sheet, stem: Sequence[Point], size: float, count: int) -> None:
    """A stem and its leaves, each a small stone."""
    there, back = stem, [(px + 5, py + 4) for px, py in stem[::-1]]
    s.flat(smooth([*there, *back]), s.colours.dark(s.colours.third), 0.7)
    for i in range(count):
        t = (i + 0.6) / count * (len(stem) - 1)
        k = min(int(t), len(stem) - 2)
        (ax, ay), (bx, by) = stem[k], stem[k + 1]
        px, py = ax + (bx - ax) * (t - k), ay + (by - ay) * (t - k)
        side = 1 if i % 2 else -1
        angle = math.atan2(by - ay, bx - ax) + side * s.some(0.6, 0.95)
        long = size * s.some(0.85, 1.25)
        at = (px + math.cos(angle) * long, py + math.sin(angle) * long)
        leaf = blob(at, (long, long * s.some(0.42, 0.54)), [1] * 8, turn=angle, power=1.75)
        tint = s.pick(s.colours.third, s.colours.main, s.colours.third)
        s.twice(leaf, tint, 0.7 if s.colours.night else 0.46)


def bough(s: Sheet) -> None:
    """A bough across the sun: hanging in from above, or growing up from below."""
    s.sky(430)
    s.disc((s.some(420, 560), s.some(210, 290)), s.some(100, 150))
    s.land(s.ridge(470, 14), s.colours.depth(0.4), 0.4)
    start, fall = s.some(90, 150), s.some(180, 270)
    if s.chance(0.4):
        start, fall = s.some(370, 410), -s.some(210, 280)
    along = ((-20, -0.08), (190, 0.1), (400, 0.34), (580, 0.62), (740, 0.96))
    stem = [(x, start + fall * part) for x, part in along]
    twig(s, stem, s.some(44, 58), s.pick(8, 9, 10))


def rain(s: Sheet) -> None:
    """Rain with the light behind it: slanting panes over the hills."""
    s.flat(f"M0 0h{WIDTH}v{HEIGHT}H0z", s.colours.depth(0.5), 0.36)
    s.disc((s.some(260, 420), s.some(180, 250)), s.some(60, 90))
    s.land(s.ridge(s.some(330, 360), 40, s.some(-60, 60)), s.colours.depth(0.35))
    lean, bars = s.some(0.2, 0.42), ["", "", ""]
    for i in range(27):
        x, top = (i % 9) * 118 + s.some(0, 90) + 30, (i // 9) * 120 - 30 + s.some(-40, 40)
        long, wide = s.some(70, 170), s.some(3, 5.5)
        foot = x - lean * long
        bars[i % 3] += straight(
            [(x, top), (x + wide, top), (foot + wide, top + long), (foot, top + long)]
        )
    s.flat(bars[0] + bars[1], s.colours.sun, 0.24 if s.colours.night else 0.62)
    s.flat(bars[2], s.colours.main, 0.5)
    s.land(s.ridge(s.some(420, 440), 26, s.some(-40, 40)), s.colours.depth(0.8), 0.6)
    if s.chance(0.6):
        s.stone((s.some(480, 640), 505), (s.some(50, 74), s.some(36, 52)), s.colours.third)
