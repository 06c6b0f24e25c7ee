"""The forms a cover can have: functions that draw on a sheet. A new one is a function in this list.

The list's length and order choose every text's form, so adding one redraws the whole journal:
raise the look's VERSION with it.
"""

from collections.abc import Callable

from practice.content.looks.window.forms import indoors, land, water
from practice.content.looks.window.forms.sheet import Sheet

Form = Callable[[Sheet], None]

FORMS: tuple[Form, ...] = (
    land.hills,
    land.valley,
    land.path,
    land.tree,
    land.boulder,
    land.cairn,
    land.company,
    land.dusk,
    water.shore,
    water.lake,
    water.islands,
    water.ripples,
    water.stepping,
    water.boat,
    indoors.sill,
    indoors.bowl,
    indoors.cup,
    indoors.doorway,
    indoors.window,
    indoors.branch,
    indoors.bough,
    indoors.rain,
)
