"""The long window: a quiet room, late afternoon. Stones, hills and panes of light, in thin washes."""

from practice.content.looks.window.card import card
from practice.content.looks.window.cover import cover
from practice.content.looks.window.field import field
from practice.content.looks.window.pigments import swatch

TITLE = "The long window"
VERSION = 1
PRELOAD = ("fonts/literata.woff2",)

__all__ = ["PRELOAD", "TITLE", "VERSION", "card", "cover", "field", "swatch"]
