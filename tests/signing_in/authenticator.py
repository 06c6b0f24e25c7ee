"""A device that holds passkeys, in a few lines: it answers as a browser with a fingerprint reader would."""

import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text

_PRESENT, _VERIFIED, _NEW = 0x01, 0x04, 0x40


class Authenticator:
    """Made by `create`, used by `get`; both take what the site asked for and return what it is sent."""

    def __init__(self, origin="http://localhost:8000", host="localhost", verified=True):
        self.origin, self.host = origin, host
        self.flags = _PRESENT | (_VERIFIED if verified else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.count = 0

    def create(self, options):
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        held = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(_NEW) + held}
        said = self._client_data("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=said, attestationObject=cbor2.dumps(attested))

    def get(self, options):
        self.count += 1
        said = self._client_data("webauthn.get", options["challenge"])
        data = self._data()
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signed)

    def _data(self, more=0):
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response):
        response = {name: text(value) for name, value in response.items()}
        own = text(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})
