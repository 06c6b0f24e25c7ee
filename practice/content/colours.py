# The sixteen pigments that every look has; an emotion chooses one.
COLOURS = (
    "loneliness sadness grief fear longing shame tenderness anger "
    "courage joy hope tiredness acceptance calm trust worry"
).split()
