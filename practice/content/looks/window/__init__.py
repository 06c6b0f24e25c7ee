"""The long window: a quiet room, late afternoon. Stones, hills and panes of light, in thin washes."""

from practice.content.looks.window.card import card
from practice.content.looks.window.cover import cover
from practice.content.looks.window.field import field

TITLE = "The long window"
VERSION = 1

__all__ = ["TITLE", "VERSION", "card", "cover", "field"]
