"""Whether a mail address looks mistyped: one slip away from a domain that very many people have."""

# The big mailbox providers of people in the United States; a slip in any other domain cannot be told
# from a domain of one's own.
COMMON = (
    *("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com"),
    *("comcast.net", "proton.me", "protonmail.com", "verizon.net", "sbcglobal.net", "att.net"),
)
# One letter away from those above, and real.
_REAL = {
    *("mail.com", "email.com", "ymail.com", "gmx.com", "ail.com", "aim.com", "all.com"),
    *("outlook.co", "hotmail.co", "yahoo.co", "yahoo.ca", "yahoo.cz", "yahoo.cn", "aol.co"),
    *("iclouds.com", "art.net", "atc.net", "alt.net"),
}


def meant_instead(address: str) -> str:
    """The address with the domain that was probably meant; empty when it looks right as it is."""
    local, _, domain = address.lower().rpartition("@")
    if domain in COMMON or domain in _REAL:
        return ""
    for known in COMMON:
        if _one_slip_apart(domain, known):
            return f"{local}@{known}"
    return ""


def _one_slip_apart(written: str, meant: str) -> bool:
    """One letter too many, missing or wrong, or two letters swapped."""
    if abs(len(written) - len(meant)) > 1:
        return False
    same = 0
    while same < min(len(written), len(meant)) and written[same] == meant[same]:
        same += 1
    rest, wanted = written[same:], meant[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return wanted in {rest[1:], swapped} or rest == wanted[1:] or rest[1:] == wanted[1:]
