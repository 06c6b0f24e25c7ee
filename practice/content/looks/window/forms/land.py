"""Forms out on the land: hills, a path, a tree, stones standing about."""

import math

from practice.content.looks.colour import mix
from practice.content.looks.strokes import Point, blob, ring, smooth
from practice.content.looks.window.forms.sheet import HEIGHT, WIDTH, Sheet


def hills(s: Sheet) -> None:
    """Ridges one behind the other, the sun going down behind the first."""
    count, far = s.pick(3, 4, 4, 5), s.some(220, 290)
    s.sky(far)
    s.disc((s.some(190, 380), far - s.some(30, 110)), s.some(54, 92))
    for i in range(count):
        near = i / (count - 1)
        y = far + (HEIGHT * 0.86 - far) * near**1.1
        s.land(s.ridge(y, 66 - 34 * near, s.some(-60, 60)), s.colours.depth(near))
    if s.chance(0.5):
        s.stone((s.some(540, 720), 508), (s.some(34, 58), s.some(24, 36)), s.colours.third)


def valley(s: Sheet) -> None:
    """Slopes from both sides, and the light where they meet."""
    middle, low = s.some(400, 560), s.some(300, 350)
    s.sky(low)
    s.disc((middle + s.some(-20, 20), low - s.some(50, 110)), s.some(58, 84))
    count, first = s.pick(4, 4, 6), s.pick(0, 1)
    for i in range(count):
        near, left = i / (count - 1), (i + first) % 2 == 0
        top, foot = 140 + near * 190 + s.some(-24, 24), low + 40 + near * 130
        reach = (middle if left else WIDTH - middle) + 60 + near * 220
        line = [(x, slope(x / reach, top, foot)) for x in range(-20, WIDTH + 141, 120)]
        s.land(line if left else [(WIDTH - x, y) for x, y in line[::-1]], s.colours.depth(near))


def slope(t: float, top: float, foot: float) -> float:
    """The height of a hillside: rounded above, then straight down past its foot, where `t` is 1."""
    bend = 0.7
    fall = (1 - math.cos(math.pi * min(max(t, 0), bend))) / 2
    fall += max(0, t - bend) * math.pi / 2 * math.sin(math.pi * bend)
    return top + (foot - top) * fall


def path(s: Sheet) -> None:
    """A path that narrows away between the hills."""
    far = s.some(225, 265)
    s.sky(far)
    goal = s.some(400, 600)
    s.disc((goal + s.some(-150, 110), far - s.some(30, 90)), s.some(46, 70))
    s.land(s.ridge(far, 40), s.colours.depth(0.1))
    s.land(s.ridge(far + 50, 16, s.some(-30, 30)), s.colours.depth(0.45))
    s.land(s.ridge(far + 74, 8), s.colours.depth(0.75))
    start, swing, turns = s.some(330, 560), s.some(70, 150) * s.pick(-1, 1), s.some(1.0, 1.45)
    left, right = [], []
    for i in range(9):
        t = i / 8
        y = far + 78 + (HEIGHT + 20 - far - 78) * t**1.7
        x = goal + (start - goal) * t + swing * math.sin(math.pi * turns * t) * (0.25 + t)
        half = 4 + 74 * t**1.5
        left.append((x - half, y))
        right.append((x + half * 1.1, y))
    s.twice(left + right[::-1], mix(s.colours.sun, s.colours.second, 0.18), 0.42)
    if s.chance(0.7):
        s.stone((goal + s.pick(-230, 250), 470), (s.some(40, 70), s.some(28, 46)), s.colours.third)


def tree(s: Sheet) -> None:
    """One small tree on a hillside, and all the sky there is."""
    x, top = s.some(480, 640), s.some(295, 350)
    s.sky(top)
    s.disc((s.some(200, 340), s.some(130, 250)), s.some(46, 84))
    s.land(s.ridge(top + 20, 26, s.some(-40, 40)), s.colours.depth(0.1))
    steep = (s.some(0.0004, 0.0009), s.some(0.0006, 0.0014))
    across = [i * 126 - 20.0 for i in range(9)]
    s.land([(at, top + (at - x) ** 2 * steep[at > x]) for at in across], s.colours.depth(0.7))
    s.land(s.ridge(HEIGHT * 0.9, 14, s.some(-50, 50)), s.colours.depth(1))
    grown(s, (x, top), s.some(64, 104), s.some(38, 54))


def grown(s: Sheet, foot: Point, high: float, crown: float) -> None:
    """A tree: a stem and two or three stones for a crown."""
    (x, y), lean = foot, s.some(-8, 12)
    s.shadow((x + 26, y + 6), 62, 6)
    stem = ((-5, 6), (lean * 0.4 - 3, -high * 0.5), (lean, -high), (lean * 0.4 + 3, -high * 0.5))
    bark = s.colours.dark(s.colours.third)
    s.twice([(x + dx, y + dy) for dx, dy in (*stem, (6, 6))], bark, 0.6)
    for dx, dy, r in ((-0.55, 0.35, 0.8), (0.6, 0.5, 0.78), (0.05, 0.9, 1.0))[s.pick(0, 0, 1) :]:
        at = (x + lean + dx * crown, y - high * 0.1 - dy * crown)
        s.stone(at, (crown * r * 1.15, crown * r), s.colours.third, cast=False)


def boulder(s: Sheet) -> None:
    """One great stone in much empty space."""
    ground = s.some(390, 430)
    s.sky(ground)
    s.disc((s.some(200, 310), s.some(150, 300)), s.some(36, 62))
    s.ground(ground, 0.35, 0.45)
    s.ground(ground + s.some(60, 80), 0.7, 0.35)
    x, rx = s.some(470, 570), s.some(130, 186)
    s.stone((x, ground + 52), (rx, rx * s.some(0.72, 0.98)), s.colours.main)
    if s.chance(0.6):
        s.stone((x + rx * s.pick(-1.7, 1.5), ground + 66), (rx * 0.2, rx * 0.14), s.colours.third)


def cairn(s: Sheet) -> None:
    """Stones somebody set one on the other."""
    ground, x = s.some(440, 470), s.some(470, 570)
    far = ground - s.some(110, 150)
    s.sky(far)
    s.disc((x - s.some(130, 230), far - s.some(20, 120)), s.some(70, 110))
    s.land(s.ridge(far, s.pick(6, 26)), s.colours.depth(0.15), 0.45)
    s.ground(far + 56, 0.5, 0.4)
    s.ground(ground, 0.8, 0.45)
    count, rx, y = s.pick(3, 4, 4, 5), s.some(108, 128), ground + 26.0
    hues = (s.colours.third, s.colours.main, s.colours.second)
    for i in range(count):
        ry = rx * s.some(0.36, 0.48)
        s.stone((x, y), (rx, ry), hues[i % 3], turn=s.some(-0.07, 0.07), cast=i == 0)
        y -= ry * 1.74
        x += s.some(-0.14, 0.14) * rx
        rx *= s.some(0.66, 0.84)


def company(s: Sheet) -> None:
    """Two stones that lean towards one another."""
    ground = s.some(420, 450)
    s.sky(ground)
    x = s.some(450, 520)
    s.disc((x + s.some(-20, 30), ground - s.some(120, 250)), s.some(46, 74))
    s.land(s.ridge(ground - 60, 18), s.colours.depth(0.1), 0.4)
    s.ground(ground - 10, 0.6, 0.4)
    big, small = s.some(118, 142), s.some(66, 92)
    s.stone(
        (x - big * 0.98, ground + 50), (big, big * s.some(0.95, 1.15)), s.colours.main, turn=0.22
    )
    s.stone(
        (x + small * 1.05, ground + 60),
        (small, small * s.some(0.95, 1.2)),
        s.colours.third,
        turn=-0.24,
    )


def dusk(s: Sheet) -> None:
    """The last of the sun, and its light going out over hills or sea."""
    line, x, r = s.some(330, 370), s.some(400, 540), s.some(80, 106)
    s.flat(f"M0 0h{WIDTH}v{HEIGHT}H0z", s.colours.depth(0.6), 0.34)
    for wide in (3.4, 1.9):
        glow = blob((x, line), (r * wide, r * wide * 0.86), ring(s.rng, 10, 0.04), power=2)
        s.flat(smooth(glow), s.colours.lit(), 0.07 if s.colours.night else 0.2)
    s.disc((x, line - s.some(0, 30)), r)
    rise = s.pick(4, 30)
    for i, near in enumerate((0.4, 0.7, 1)):
        y = line + 22 + i * 60
        s.land(s.ridge(y, rise * (1 - 0.25 * i), s.some(-30, 30)), s.colours.depth(near), 0.55)
        if rise == 4:
            s.glint((x + 8 * i, y + 26), r * (0.9, 0.55, 0.3)[i])
