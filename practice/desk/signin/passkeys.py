"""Passkeys: what the browser is asked for, and whether what it answers is true.

The library is imported when a passkey is used: it takes a fifth of a second and ten megabytes, which no other
page and no other process need pay.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice.desk.signin.models import Passkey

_GOOD_FOR = 5 * 60  # seconds between asking and the answer
_TIME, _CHANCE = 8, 16  # bytes of a challenge before its seal


class Refused(Exception):
    """What the browser answered is not what it was asked for."""


def relying_party() -> str:
    """The host name that passkeys are kept under; on one's own machine the only one browsers take."""
    return str(urlsplit(settings.SITE_URL).hostname) if settings.PRODUCTION else "localhost"


def ask_for_new(browser: str, user: Any, site_name: str) -> dict[str, Any]:
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
        challenge=_challenge(_new_for(browser, user)),
    )
    return options_to_json_dict(options)


def take_new(browser: str, user: Any, answer: str, name: str) -> Passkey:
    """Keep the passkey that the browser made; raises Refused."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import (  # noqa: PLC0415
        bytes_to_base64url,
        parse_registration_credential_json,
    )

    try:
        credential = parse_registration_credential_json(answer)
        expected, _ = _expected(credential, _new_for(browser, user))
        made = webauthn.verify_registration_response(credential=credential, **expected)
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


def ask_for_any(browser: str, user: Any = None) -> dict[str, Any]:
    """What navigator.credentials.get() is to be given; without a user, for any passkey of this site."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict, structs  # noqa: PLC0415

    options = webauthn.generate_authentication_options(
        rp_id=relying_party(),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
        allow_credentials=_known(user) if user else None,
        timeout=_GOOD_FOR * 1000,
        challenge=_challenge(browser),
    )
    return options_to_json_dict(options)


def take_any(browser: str, answer: str) -> Passkey:
    """The passkey that answered; raises Refused."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import (  # noqa: PLC0415
        bytes_to_base64url,
        parse_authentication_credential_json,
    )

    try:
        credential = parse_authentication_credential_json(answer)
        credential_id = bytes_to_base64url(credential.raw_id)
        expected, asked_at = _expected(credential, browser)
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
    return _used(passkey, proof.new_sign_count, asked_at)


def _known(user: Any) -> list[Any]:
    from webauthn import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    known = Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _challenge(asker: str) -> bytes:
    """What is to be signed. It says itself when and for whom it was made, so no row waits for an answer."""
    said = time.time_ns().to_bytes(_TIME) + secrets.token_bytes(_CHANCE)
    return said + _seal(said, asker)


def _seal(said: bytes, asker: str) -> bytes:
    value = f"{said.hex()} {asker}"
    return salted_hmac("practice.desk.challenge", value, algorithm="sha256").digest()


def _new_for(browser: str, user: Any) -> str:
    """The asker of a new passkey: what this person was asked, no other one in this browser answers."""
    return f"{browser} {user.pk}"


def _expected(credential: Any, asker: str) -> tuple[dict[str, Any], datetime]:
    """What the answer must match, and when it was asked for; raises Refused for what nobody asked here."""
    said = json.loads(credential.response.client_data_json)["challenge"]
    challenge = urlsafe_b64decode(f"{said}==")
    asked, seal = challenge[: _TIME + _CHANCE], challenge[_TIME + _CHANCE :]
    if not hmac.compare_digest(seal, _seal(asked, asker)):
        raise Refused
    asked_at = int.from_bytes(asked[:_TIME]) / 1e9
    if time.time() - asked_at > _GOOD_FOR:
        raise Refused
    matching = {
        "expected_challenge": challenge,
        "expected_rp_id": relying_party(),
        "expected_origin": _origins(),
        "require_user_verification": True,
    }
    return matching, datetime.fromtimestamp(asked_at, UTC)


def _used(passkey: Passkey, sign_count: int, asked_at: datetime) -> Passkey:
    """Note that it was used; raises Refused for what was asked before its last use: that was answered."""
    unused = Q(last_used_at=None) | Q(last_used_at__lt=asked_at)
    now = {"sign_count": sign_count, "last_used_at": timezone.now()}
    if not Passkey.objects.filter(unused, pk=passkey.pk).update(**now):
        raise Refused
    return passkey


def _origins() -> list[str]:
    if not settings.PRODUCTION:
        return [f"http://localhost:{settings.PORT}"]
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port not in {None, 443} else ""
    return [f"https://{site.hostname}{port}"]
