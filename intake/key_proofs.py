"""Whether the keys at hand are the ones these requests were sealed with; asked before anything is served."""

from intake.models import SealingKey
from intake.sealed_rows import key_ids_in_use, tokens_under
from intake.sealing import KeyRing, SealingError, key_ring

_PROOF = "This key opens what was sealed with it."
_SAMPLE = 5  # values tried where no proof was kept, because one of them may be damaged


class WrongKeys(Exception):
    """The key ring is not the one these requests were sealed with. Its text is one line for the owner."""


def prove_keys() -> None:
    """Return when every key in use is at hand and is the right one; raises WrongKeys otherwise.

    A key that is new here leaves a proof for the next time. Opens no more than a few values, however
    many are stored, and may run in several processes at once.
    """
    ring = key_ring()
    used = key_ids_in_use()
    if missing := sorted(used - ring.keys.keys()):
        raise WrongKeys(
            f"INQUIRY_KEYS: the key {', '.join(missing)} is missing, and requests are sealed with it. "
            "Put it back; nothing was changed."
        )
    unproved = ring.keys.keys() - _check_proofs(ring)
    for key_id in unproved & used:
        if not _opens_a_value(ring, key_id):
            raise _wrong(key_id)
    if unproved:
        proofs = [
            SealingKey(key_id=key_id, proof=ring.seal(_PROOF, _place(key_id), key_id))
            for key_id in unproved
        ]
        # Another process may have been a moment earlier, and with another key: its proof then decides.
        SealingKey.objects.bulk_create(proofs, ignore_conflicts=True)
        _check_proofs(ring)


def _check_proofs(ring: KeyRing) -> set[str]:
    """The ids of the keys that have a proof; raises WrongKeys for a key that does not open its own."""
    kept = SealingKey.objects.filter(key_id__in=ring.keys).values_list("key_id", "proof")
    for key_id, proof in kept:
        try:
            ring.open(proof, _place(key_id))
        except SealingError:
            raise _wrong(key_id) from None
    return {key_id for key_id, _ in kept}


def _opens_a_value(ring: KeyRing, key_id: str) -> bool:
    for token, place in tokens_under(key_id, _SAMPLE):
        try:
            ring.open(token, place)
        except SealingError:
            continue
        return True
    return False


def _place(key_id: str) -> str:
    return f"{SealingKey._meta.label_lower}:{key_id}:proof"


def _wrong(key_id: str) -> WrongKeys:
    return WrongKeys(
        f"INQUIRY_KEYS: the key {key_id} is not the one these requests were sealed with. "
        "Put the right key back; nothing was changed."
    )
