"""Forms by the water: shore, lake, islands, stones to cross on, a boat."""

import math

from practice.content.looks.colour import Lab, mix
from practice.content.looks.strokes import Point, blob, ring, smooth, straight
from practice.content.looks.window.forms.palette import deeper
from practice.content.looks.window.forms.sheet import HEIGHT, WIDTH, Sheet, oval


def shore(s: Sheet) -> None:
    """Sea, sun and a few stones on the sand."""
    far = s.some(225, 270)
    s.sky(far)
    x, r = s.some(230, 370), s.some(58, 96)
    s.disc((x, far - s.some(0.3, 1.3) * r), r)
    for i, y in enumerate((far, far + 52, far + 116, far + 190)):
        s.land(
            s.ridge(y, 3 + 5 * i, s.some(-10, 16) * i),
            s.colours.depth((0.25, 0.5, 0.7, 0.12)[i]),
            0.46,
        )
        if i < 3:
            s.glint((x + i * 14, y + 24), r * (0.95, 0.6, 0.34)[i])
    rest(s, s.some(470, 560), 506, s.some(56, 84), s.pick(2, 3, 3))


def rest(s: Sheet, x: float, y: float, size: float, count: int) -> None:
    """Stones side by side on the ground, large and small."""
    scales = ((0.62, 1.0, 0.44), (1.0, 0.56, 0.74), (0.42, 0.7, 1.0))[int(s.some(0, 3))]
    hues = (s.colours.main, s.colours.third, s.colours.second)
    for i, scale in enumerate(scales[:count]):
        rx, ry = size * scale * s.some(1.05, 1.3), size * scale * s.some(0.64, 0.84)
        x += rx * (0.78 if i else 0)
        s.stone((x, y + s.some(-10, 6)), (rx, ry), hues[i])
        x += rx * 0.78


def lake(s: Sheet) -> None:
    """Hills and the sun, twice: in the air and in still water."""
    line = s.some(275, 310)
    x, r = s.some(250, 420), s.some(46, 72)
    up = s.some(70, 140)
    s.sky(line)
    s.disc((x, line - up), r)
    ranges = [
        s.ridge(line - s.some(44, 74), s.some(34, 56), s.some(-70, 70)),
        s.ridge(line - 20, 22, s.some(-40, 40)),
    ]
    for i, ridge in enumerate(ranges[: s.pick(1, 2, 2)]):
        near = 0.2 + 0.35 * i
        above = [(px, min(py, line - 2)) for px, py in ridge]
        below = [(px, 2 * line - py) for px, py in above]
        s.washes(
            [closed(above, line), closed([(a, b + 2) for a, b in above], line)],
            s.colours.depth(near),
            0.5,
        )
        s.flat(closed(below, line), s.colours.depth(near), 0.34)
    s.land([(-20, line), (400, line + 2), (WIDTH + 20, line)], s.colours.depth(0.5), 0.28)
    s.ground(HEIGHT * 0.8, 0.75, 0.3)
    for i in range(4):
        s.glint((x + s.some(-10, 10), line + up * 0.5 + i * 24), r * (1.0, 0.8, 0.5, 0.28)[i])
    if s.chance(0.6):
        rest(s, s.some(560, 640), 500, s.some(40, 60), s.pick(1, 2))


def closed(line: list[Point], to: float) -> str:
    """The band between a line and the level `to`."""
    return smooth(line, closed=False) + f"V{round(to)}H-20z"


def islands(s: Sheet) -> None:
    """Islands, the farther the paler, each standing on its own mist."""
    far = s.some(215, 250)
    s.sky(far)
    s.disc((s.some(230, 360), far - s.some(-10, 70)), s.some(46, 74))
    s.ground(far + 20, 0.1, 0.35)
    count, side = s.pick(3, 3, 4), s.pick(0, 1)
    for i in range(count):
        near = i / (count - 1)
        y = far + 44 + near**1.2 * 190
        x = s.some(560, 720) if (i + side) % 2 else s.some(230, 400)
        rx, high = 110 + 110 * near + s.some(-20, 30), (50 + 70 * near) * s.some(0.8, 1.2)
        tint = mix(
            s.colours.depth(0.2 + 0.6 * near), s.colours.seen(s.colours.third), 0.2 + 0.5 * near
        )
        island(s, (x, y), (rx, high), tint)


def island(s: Sheet, at: Point, size: Point, colour: Lab) -> None:
    """A hump that stands in the water, what the water gives back of it, and mist."""
    (x, y), (rx, high), lean = at, size, s.some(0.78, 1.28)
    humps = [(i / 4 - 1, math.sin(math.pi * (i / 8) ** lean) ** 1.1) for i in range(9)]
    top = [(x + a * rx, y - b * high) for a, b in humps]
    again = [(px + 3, py + 2) for px, py in top]
    s.washes([smooth(line, closed=False) + "z" for line in (top, again)], colour, 0.56)
    # Strokes, not its outline turned over: with that, islands looked like lips.
    drops = [(x + s.some(-8, 8), y + 5 + high * 0.12 * i) for i in range(4)]
    strokes = [oval(at, (rx * (0.82, 0.6, 0.36, 0.2)[i], 4)) for i, at in enumerate(drops)]
    s.flat("".join(strokes), colour, 0.3)
    mist = mix(s.colours.sky, s.colours.sun, 0.2)
    for reach, lift in ((1.3, 0.2), (1.8, 0.04)):
        bank = oval((x + s.some(-60, 60), y - high * lift), (rx * reach, high * 0.17))
        s.flat(bank, mist, 0.2)


def ripples(s: Sheet) -> None:
    """A stone in still water and the rings that leave it."""
    far = s.some(90, 150)
    s.ground(far, 0.45, 0.5)
    s.ground(far + 90, 0.8, 0.24)
    x, y, rx = s.some(450, 580), s.some(330, 370), s.some(84, 112)
    for i in range(s.pick(3, 4), 0, -1):
        wide = rx * (1.15 + 0.52 * i)
        for slip, part, tint in ((0, 1, s.colours.sun), (4, 0.92, s.colours.depth(0.5))):
            size = (wide * part, wide * part * 0.3)
            wave = blob((x + slip, y + slip * 0.7), size, ring(s.rng, 10, 0.02), power=2)
            s.flat(smooth(wave), tint, 0.17)
    s.shadow((x - rx * 0.25, y + 16), rx * 0.86, rx * 0.28)
    s.stone((x, y + 12), (rx, rx * s.some(0.6, 0.8)), s.colours.third, cast=False)
    if s.chance(0.5):
        at = (x + rx * s.pick(-2.5, 2.1), y + 96)
        s.stone(at, (rx * 0.34, rx * 0.2), s.colours.third, cast=False)


def stepping(s: Sheet) -> None:
    """Flat stones across the water."""
    far = s.some(185, 230)
    s.sky(far)
    goal, start = s.some(330, 480), s.some(480, 620)
    s.disc((goal - s.some(40, 120), far - s.some(10, 60)), s.some(46, 66))
    s.land(s.ridge(far, 20), s.colours.depth(0.15), 0.5)
    s.ground(far + 30, 0.45, 0.5)
    s.ground(far + 150, 0.65, 0.3)
    count, swing = s.pick(4, 5), s.some(60, 130) * s.pick(-1, 1)
    stone = s.colours.third
    hues = (stone, mix(stone, s.colours.sky, 0.3), deeper(stone, 0.06))
    for i in range(count):
        t = i / (count - 1)
        y = far + 62 + (490 - far - 62) * t**1.5
        x = goal + (start - goal) * t + swing * math.sin(math.pi * 1.3 * t)
        rx = 20 + 92 * t**1.3
        s.shadow((x - rx * 0.2, y + rx * 0.12), rx, rx * 0.13)
        s.stone(
            (x, y + rx * 0.1), (rx, rx * 0.27), hues[i % 3], cast=False, turn=s.some(-0.03, 0.03)
        )


def boat(s: Sheet) -> None:
    """A small boat and a great deal of water."""
    line, sun, r = s.some(215, 255), s.some(230, 360), s.some(50, 80)
    s.sky(line)
    s.disc((sun, line - s.some(0.2, 1.2) * r), r)
    s.land(s.ridge(line, s.pick(4, 22)), s.colours.depth(0.15), 0.45)
    for i, near in enumerate((0.4, 0.6, 0.85)):
        s.ground(line + 30 + i * 92, near, 0.36)
        s.glint((sun + 10 * i, line + 52 + i * 34), r * (0.9, 0.6, 0.35)[i])
    x, y, rx = s.some(520, 640), s.some(360, 400), s.some(84, 120)
    for i in range(3):  # what the water gives back of it
        half = rx * (0.8, 0.55, 0.3)[i]
        s.shadow((x - half * 0.3, y + rx * (0.27 + 0.13 * i)), half * 0.9, 6 - i)
    if s.chance(0.6):
        lee, high = s.some(0.56, 0.8), s.some(1.3, 1.7)
        sail = [(x + a * rx, y + b * rx) for a, b in ((0, -0.2), (0.04, -high), (lee, -0.3))]
        s.washes(
            [straight(sail), straight([(a + 3, b + 2) for a, b in sail])], s.colours.lit(), 0.6
        )
    hull = ((-1, -0.17), (-0.5, -0.1), (0, -0.08), (0.5, -0.11), (1.03, -0.22), (0.78, 0.12))
    body = [
        (x + a * rx, y + b * rx)
        for a, b in (*hull, (0.42, 0.25), (0, 0.27), (-0.44, 0.24), (-0.78, 0.1))
    ]
    s.twice(body, s.colours.seen(s.colours.third), 0.62)
    s.far_side(body, (x, y + rx * 0.04), s.colours.third)
