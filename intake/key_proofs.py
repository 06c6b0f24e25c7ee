"""Whether the keys at hand are the ones these requests were sealed with; asked before anything is served."""

from intake.models import SealingKey
from intake.sealed_rows import Models, key_ids_in_use, tokens_under
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
    _refuse_missing(used - ring.keys.keys())
    _refuse(wrong_keys(ring))
    kept = SealingKey.objects.filter(key_id__in=ring.keys).values_list("key_id", flat=True)
    unproved = ring.keys.keys() - set(kept)
    _refuse([key_id for key_id in unproved & used if not _opens_a_value(ring, key_id)])
    if unproved:
        proofs = [SealingKey(key_id=key_id, proof=ring.prove(key_id)) for key_id in unproved]
        # Another process may have been a moment earlier, and with another key: its proof then decides.
        SealingKey.objects.bulk_create(proofs, ignore_conflicts=True)
        _refuse(wrong_keys(ring))


def try_keys(models: Models) -> None:
    """The same for tables as earlier code left them, with no proofs kept: a few values are opened."""
    ring, models = key_ring(), list(models)
    used = key_ids_in_use(models)
    _refuse_missing(used - ring.keys.keys())
    _refuse([key_id for key_id in used if not _opens_a_value(ring, key_id, models)])


def _refuse_missing(key_ids: set[str]) -> None:
    if key_ids:
        raise WrongKeys(
            f"INQUIRY_KEYS: the key {', '.join(sorted(key_ids))} is missing, and requests are sealed with "
            "it. Put it back; nothing was changed."
        )


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise WrongKeys(
            f"INQUIRY_KEYS: the key {wrong[0]} is not the one these requests were sealed with. "
            "Put the right key back; nothing was changed."
        )


def _opens_a_value(ring: KeyRing, key_id: str, models: Models | None = None) -> bool:
    for token, place in tokens_under(key_id, _SAMPLE, models):
        try:
            ring.open(token, place)
        except SealingError:
            continue
        return True
    return False
