"""The least there is: a WSGI application that says what it was given, and does nothing for it.

`SAID` names the file: headers as JSON on the first line, then the body.
"""

import json
import os
from pathlib import Path
from typing import Any

_head, _, BODY = Path(os.environ["SAID"]).read_bytes().partition(b"\n")
HEADERS: list[tuple[str, str]] = [(name, value) for name, value in json.loads(_head)]


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]
