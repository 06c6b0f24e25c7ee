"""Passkeys: what the browser is asked for, and whether what it answers is true.

The library is imported when a passkey is used: it takes a fifth of a second and ten megabytes, which no other
page and no other process need pay.
"""

import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

from practice.desk.signin.models import Passkey

_GOOD_FOR = 5 * 60  # seconds between asking and the answer
_STATE = "passkey_asked"


class Refused(Exception):
    """What the browser answered is not what it was asked for."""


def relying_party() -> str:
    """The host name that passkeys are kept under; on one's own machine the only one browsers take."""
    return str(urlsplit(settings.SITE_URL).hostname) if settings.PRODUCTION else "localhost"


def ask_for_new(session: SessionBase, user: Any, site_name: str) -> dict[str, Any]:
    """What navigator.credentials.create() is to be given."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict, structs  # noqa: PLC0415

    needed = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    options = webauthn.generate_registration_options(
        rp_id=relying_party(),
        rp_name=site_name,
        user_name=user.get_username(),
        user_id=salted_hmac("practice.desk.passkeys", str(user.pk), algorithm="sha256").digest(),
        authenticator_selection=needed,
        exclude_credentials=_known(user),
        timeout=_GOOD_FOR * 1000,
    )
    _remember(session, options.challenge)
    return options_to_json_dict(options)


def take_new(session: SessionBase, user: Any, answer: str, name: str) -> Passkey:
    """Keep the passkey that the browser made; raises Refused."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    expected = _expected(session)
    try:
        made = webauthn.verify_registration_response(credential=answer, **expected)
    except Exception as problem:
        raise Refused from problem
    credential_id = bytes_to_base64url(made.credential_id)
    if len(credential_id) > 1400 or Passkey.objects.filter(credential_id=credential_id).exists():
        raise Refused
    return Passkey.objects.create(
        user=user,
        name=name[:64],
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )


def ask_for_any(session: SessionBase, user: Any = None) -> dict[str, Any]:
    """What navigator.credentials.get() is to be given; without a user, for any passkey of this site."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict, structs  # noqa: PLC0415

    options = webauthn.generate_authentication_options(
        rp_id=relying_party(),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
        allow_credentials=_known(user) if user else None,
        timeout=_GOOD_FOR * 1000,
    )
    _remember(session, options.challenge)
    return options_to_json_dict(options)


def take_any(session: SessionBase, answer: str) -> Passkey:
    """The passkey that answered; raises Refused."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import (  # noqa: PLC0415
        bytes_to_base64url,
        parse_authentication_credential_json,
    )

    expected = _expected(session)
    try:
        credential = parse_authentication_credential_json(answer)
        credential_id = bytes_to_base64url(credential.raw_id)
    except Exception as problem:
        raise Refused from problem
    passkey = Passkey.objects.filter(credential_id=credential_id).select_related("user").first()
    if passkey is None:
        raise Refused
    try:
        proof = webauthn.verify_authentication_response(
            credential=credential,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            **expected,
        )
    except Exception as problem:
        raise Refused from problem
    passkey.sign_count = proof.new_sign_count
    passkey.set_last_used_timestamp()
    return passkey


def _known(user: Any) -> list[Any]:
    from webauthn import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    known = Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _remember(session: SessionBase, challenge: bytes) -> None:
    session[_STATE] = [challenge.hex(), int(time.time())]


def _expected(session: SessionBase) -> dict[str, Any]:
    """What the answer must match. Each question is answered once, and soon."""
    asked = session.pop(_STATE, None)
    session.save()  # also when the answer turns out to be wrong
    if asked is None or time.time() - asked[1] > _GOOD_FOR:
        raise Refused
    return {
        "expected_challenge": bytes.fromhex(asked[0]),
        "expected_rp_id": relying_party(),
        "expected_origin": _origins(),
        "require_user_verification": True,
    }


def _origins() -> list[str]:
    if not settings.PRODUCTION:
        return [f"http://localhost:{settings.PORT}"]
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port not in {None, 443} else ""
    return [f"https://{site.hostname}{port}"]
