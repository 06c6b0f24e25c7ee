"""What Dana's first evening begins with: a fingerprint reader, and the link that `up` printed."""

import re

_READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_reader(page):
    """The page's browser has a fingerprint reader from now on."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _READER})


def way_in(site):
    """The address of the link, without the host."""
    return re.search(r"Begin here +http://localhost:\d+(/admin/welcome/\S+)", site.said)[1]
