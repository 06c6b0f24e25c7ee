"""How large a picture may be, and how large it is shown."""

MAX_BYTES = 40 * 1024 * 1024  # a 40-megapixel JPEG has 15 to 25
MAX_PIXELS = 60_000_000  # telephones and cameras make 12 to 50
# Small telephones, a column of text on a sharp screen, a wide one on a sharp screen.
WIDTHS = (480, 960, 1600)
# The kept original: twice the widest, enough for whatever widths a later look asks for.
KEPT_SIDE = 3200

SECONDS = 45  # of work as of waiting; the slowest picture within the limits asks for 12
MEMORY = 1536 * 1024 * 1024  # addresses, not pages: 60 megapixels touch 600 MB at most
