"""Finding a word in bytes, whatever somebody did to it short of sealing it."""

import base64
import json
import quopri
import zlib
from urllib.parse import quote

# On no page, in no library, and letters on both sides of ASCII.
WORDS = ("Quetzalcoatlusnest", "žluťoučkýžluťoučký")


def _forms(word):
    data = word.encode()
    yield from (data, word.encode("utf-16-le"), word.encode("utf-16-be"))
    yield from (data.hex().encode(), data.hex().upper().encode())
    yield from (
        quote(word).encode(),
        quopri.encodestring(data),
        json.dumps(word).strip('"').encode(),
    )
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data)[4 if before else 0 : -4]
        yield from (coded, coded.replace(b"+", b"-").replace(b"/", b"_"))


FORMS = {
    form for word in WORDS for case in (word, word.lower(), word.upper()) for form in _forms(case)
}


def found_in(content):
    """The forms of our words that stand in `content`."""
    if isinstance(content, str):
        content = content.encode()
    return [form for form in FORMS if form in content]


def session_content(session_data):
    """What a row of Django's sessions holds, unpacked; reading it needs no key."""
    packed = session_data.split(":")[0]
    content = base64.urlsafe_b64decode(packed.lstrip(".") + "==")
    return zlib.decompress(content) if packed.startswith(".") else content
