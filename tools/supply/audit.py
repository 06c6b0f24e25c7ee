"""`python -m tools.supply.audit`, part of `make check`: whether anything locked is known to be unsafe.

Asks the service that pip-audit asks (OSV), or the one whose address is in AUDIT_SERVICE. Where none can be
reached it says so and goes on, because a developer on a train must be able to work; with AUDIT=required,
before a release, that is a failure. Ends with 1 when something unsafe was found.
"""

import json
import os
import subprocess
import sys

from tools.supply.locked import DEV, GRANIAN

_COMMAND = [sys.executable, "-m", "pip_audit"]
# Nothing is downloaded: the locks name every version and its hashes.
_HOW = "-s osv --disable-pip --require-hashes --format json --progress-spinner off --timeout 10"
_UNREACHED = ("ConnectionError", "NameResolutionError", "ServiceError", "Timeout", "ProxyError")


def main() -> int:
    where = os.environ.get("AUDIT_SERVICE")
    locks = [word for lock in (DEV, GRANIAN) for word in ("-r", str(lock))]
    done = subprocess.run(  # noqa: S603
        [*_COMMAND, *locks, *_HOW.split(), *(["--osv-url", where] if where else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.startswith("{"):
        return _not_audited(done.stderr)
    told = json.loads(done.stdout)["dependencies"]
    left = [one["name"] for one in told if "skip_reason" in one]
    unsafe = [one for one in told if one.get("vulns")]
    for one in unsafe:
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "nothing yet"
            print(f"Unsafe: {one['name']} {one['version']}, {known['id']}, mended in {mended}")
    if left:
        print(f"Not audited: {', '.join(left)}", file=sys.stderr)
    print(f"Audited: {len(told) - len(left)} packages, {len(unsafe)} unsafe.")
    return 1 if unsafe or left else 0


def _not_audited(said: str) -> int:
    reached = not any(word in said for word in _UNREACHED)
    last = (
        said.strip().splitlines()[-1:] if reached else ["the service cannot be reached from here"]
    )
    print(f"Not audited: {' '.join(last)}", file=sys.stderr)
    return 1 if reached or os.environ.get("AUDIT") == "required" else 0


if __name__ == "__main__":
    sys.exit(main())
