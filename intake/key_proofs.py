"""Whether the keys at hand are the ones these requests were sealed with; asked before anything is served."""

from intake.models import SealingKey
from intake.sealed_rows import key_ids_in_use, tokens_under
from intake.sealing import KeyRing, SealingError, key_ring, wrong_keys

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
    _refuse(wrong_keys(ring))
    kept = SealingKey.objects.filter(key_id__in=ring.keys).values_list("key_id", flat=True)
    unproved = ring.keys.keys() - set(kept)
    _refuse([key_id for key_id in unproved & used if not _opens_a_value(ring, key_id)])
    if unproved:
        proofs = [SealingKey(key_id=key_id, proof=ring.prove(key_id)) for key_id in unproved]
        # Another process may have been a moment earlier, and with another key: its proof then decides.
        SealingKey.objects.bulk_create(proofs, ignore_conflicts=True)
        _refuse(wrong_keys(ring))


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise WrongKeys(
            f"INQUIRY_KEYS: the key {wrong[0]} is not the one these requests were sealed with. "
            "Put the right key back; nothing was changed."
        )


def _opens_a_value(ring: KeyRing, key_id: str) -> bool:
    for token, place in tokens_under(key_id, _SAMPLE):
        try:
            ring.open(token, place)
        except SealingError:
            continue
        return True
    return False
