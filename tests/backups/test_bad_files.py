"""A file that is no whole backup is refused in one line, and nothing is written."""

import io
import os
import shutil
import subprocess

import pytest

from practice.archive import age, bundle
from practice.archive.bundle import FORMAT, BadBundle, Bundle, Part, lines, written
from practice.backups import restoring

pytestmark = pytest.mark.engine_free


def sealed(path, key, manifest=None, parts=()):
    said = {"migrations": {}, "tables": {}, "made_at": "", "delete_by": "", "version": "9.9"}
    manifest = said if manifest is None else {**said, **manifest}
    with path.open("wb") as file:
        age.seal(written(manifest, parts), file, age.public_half(key))
    return path


def part(name="tables/pages.thing/000001.jsonl", data=b'{"id":1}\n', rows=1):
    return Part(name, len(data), [data], rows)


KEYS = part("keys/keys.json", b'{"INQUIRY_KEYS": "k1:x", "AUDIT_KEY": "y"}', 0)


@pytest.fixture
def file(tmp_path, key):
    """A small backup that is whole: more than two of the blocks it is sealed in."""
    much = part("media/a.jpg", bytes(range(256)) * 1000, 0)
    return sealed(tmp_path / "site.age", key, parts=[KEYS, part(), much])


def refusal(file, key):
    with pytest.raises(BadBundle) as refused:
        restoring.prove(file, key)
    return str(refused.value)


def test_a_whole_one_is_told_by_what_it_holds(file, key):
    found = restoring.prove(file, key)

    assert found.counts == {"pages.thing": 1}
    assert (found.rows, found.files) == (1, 1)
    assert found.manifest["format"] == FORMAT


def test_one_that_could_not_be_read_again_is_not_made(tmp_path, key, monkeypatch):
    monkeypatch.setattr(bundle, "_LARGEST_TEXT", 200)

    with pytest.raises(OSError, match="more files than a backup can hold"):
        sealed(tmp_path / "site.age", key, parts=[KEYS, part(), part("media/a.jpg")])


@pytest.mark.parametrize("left", [0, 10, 100, 200, 1000, -1, -17, -100])
def test_one_that_is_cut_off(file, key, left):
    data = file.read_bytes()
    file.write_bytes(data[:left])

    assert "cut off" in refusal(file, key) or "its beginning is lost" in refusal(file, key)


def test_a_changed_byte_anywhere(file, key):
    data = file.read_bytes()
    for at in range(30, len(data), 97):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        refusal(file, key)


def test_bytes_behind_its_end(file, key):
    file.write_bytes(file.read_bytes() + b"more")

    assert "changed" in refusal(file, key)


def test_the_key_of_another_site(file):
    assert "this recovery key does not open it" in refusal(file, age.new_key())


@pytest.mark.parametrize("typed", ["", "AGE-SECRET-KEY-1", "hello", "AGE-SECRET-KEY-1QQQQ"])
def test_what_is_no_key_is_told_and_never_quoted(file, typed):
    with pytest.raises(age.BadKey) as refused:
        restoring.prove(file, typed)

    assert "no recovery key" in str(refused.value)
    assert len(typed) < 10 or typed not in str(refused.value)


def test_a_mistyped_letter_of_the_key_is_noticed(key):
    other = "Q" if key[30] != "Q" else "P"

    with pytest.raises(age.BadKey):
        age.public_half(key[:30] + other + key[31:])


def test_a_key_may_be_typed_as_the_sheet_shows_it(key):
    beginning, *groups = age.in_groups(key)

    assert age.tidy_key(f"{beginning}\n{'  '.join(groups)}\n".lower()) == key
    assert age.tidy_key(" ".join(groups)) == key


def test_a_photograph_and_a_sealed_text_are_no_backups(tmp_path, key):
    photograph = tmp_path / "photo.age"
    photograph.write_bytes(b"\x89PNG\r\n" + bytes(1000))
    assert "no backup" in refusal(photograph, key)
    with photograph.open("wb") as out:
        age.seal(iter([b"a letter to somebody"]), out, age.public_half(key))

    assert "damaged" in refusal(photograph, key)
    with photograph.open("wb") as out:
        age.seal(written({"album": "summer"}, [KEYS]), out, age.public_half(key))

    assert refusal(photograph, key) == "it is no backup of a site"


def test_a_newer_format_and_newer_tables_name_the_version(tmp_path, key, monkeypatch):
    newer = {"migrations": {"intake": ["0999_later"]}, "version": "9.9"}
    much = part("media/a.jpg", os.urandom(3_000_000), 0)
    file = sealed(tmp_path / "tables.age", key, newer, [KEYS, much])
    assert refusal(file, key) == "it was made by a newer version of the site (9.9): use that one"

    monkeypatch.setattr("practice.archive.bundle.FORMAT", FORMAT + 1)
    file = sealed(tmp_path / "format.age", key, {}, [KEYS, much])
    monkeypatch.undo()
    assert refusal(file, key) == "it was made by a newer version of the site (9.9): use that one"


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "media/../../up",
        "/etc/passwd",
        "media/.ssh/../x",
        "media/a//b",
        "media/a\\b",
        "media/..",
        "media/",
    ],
)
def test_a_part_that_would_lie_elsewhere(tmp_path, key, name):
    file = sealed(tmp_path / "evil.age", key, parts=[KEYS, part(name)])

    assert "what no backup holds" in refusal(file, key)


def test_parts_that_are_missing_or_twice(tmp_path, key):
    assert "no keys" in refusal(sealed(tmp_path / "a.age", key, parts=[part()]), key)
    twice = sealed(tmp_path / "b.age", key, parts=[KEYS, part(), part()])
    assert "what no backup holds" in refusal(twice, key)


def test_a_part_another_one_was_put_in_place_of(key):
    whole = b"".join(written({"version": "1"}, [KEYS, part()]))
    other = b"".join(written({"version": "1"}, [KEYS, part(data=b'{"id":2}\n')]))
    unpacked, changed = _unpacked(whole), _unpacked(other)
    swapped = changed[: -len(changed) // 3] + unpacked[-len(changed) // 3 :]
    bundle = Bundle(io.BytesIO(_packed(swapped)))

    with pytest.raises(BadBundle):
        for each in bundle.parts():
            each.whole()


def _unpacked(data):
    import gzip

    return gzip.decompress(data)


def _packed(data):
    import gzip

    return gzip.compress(data)


def test_a_file_that_grows_while_it_is_read_is_not_taken_for_whole(tmp_path, key):
    longer = Part("media/a.jpg", 3, [b"four"])

    with pytest.raises(OSError, match="changed while it was read"):
        sealed(tmp_path / "a.age", key, parts=[longer])


def test_a_write_that_fails_at_the_very_end_is_no_success(key):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        age.seal(iter([b"little"]), Full(), age.public_half(key))


def test_rows_come_in_pieces_that_are_never_large():
    pieces = list(lines(({"id": number} for number in range(10_000)), 1000))

    assert sum(count for _, count in pieces) == 10_000
    assert max(len(piece) for piece, _ in pieces) < 1100
    assert list(lines([], 1000)) == [(b"", 0)]


def test_the_ordinary_program_opens_it(file, key, tmp_path):
    if shutil.which("age") is None:
        pytest.skip("age is not installed (apt-get install age)")
    (tmp_path / "key").write_text(key)

    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", file], check=True, capture_output=True
    )
    listed = subprocess.run(["tar", "tz"], check=True, input=opened.stdout, capture_output=True)

    assert listed.stdout.split()[0] == b"manifest.json"
    assert b"media/a.jpg" in listed.stdout
