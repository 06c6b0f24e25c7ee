"""Key rings, and what lies sealed under them."""

import base64

from django.core.management import CommandError, call_command
from django.db import connection

from intake.models import Inquiry
from intake.sealing import SealedTextField, key_id_of

K1, K2 = (f"k{n}:" + base64.urlsafe_b64encode(str(n).encode() * 32).decode() for n in (1, 2))
OTHER_K1 = "k1:" + base64.urlsafe_b64encode(b"9" * 32).decode()
SEALED = [f.name for f in Inquiry._meta.fields if isinstance(f, SealedTextField)]


def rotate(capsys, *arguments):
    """What the command said. Its last line, when it failed, is the one on standard error."""
    try:
        call_command("rotate_keys", *arguments)
    except CommandError as problem:
        return capsys.readouterr().out, str(problem)
    return capsys.readouterr().out, ""


def keys_of(inquiry):
    row = Inquiry.objects.get(pk=inquiry.pk)
    return {key_id_of(row.__dict__[name]) for name in SEALED}


def ids_in(text):
    return [part.partition(":")[0] for part in text.strip().split(",")]


def write_past_the_site(inquiry, column, value):
    with connection.cursor() as cursor:
        pk = inquiry.pk.hex if connection.vendor == "sqlite" else inquiry.pk
        cursor.execute(f"UPDATE intake_inquiry SET {column} = %s WHERE id = %s", [value, pk])
        assert cursor.rowcount == 1
