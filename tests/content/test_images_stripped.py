"""What a picture tells beside itself is gone, and what it shows is kept."""

import io
import struct

import pytest
from PIL import Image as Pillow

from practice.content.models import Image
from tests.content.photographs import picture, saved, send, shown

pytestmark = [
    pytest.mark.engine_free,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("kept"),
]


def secretive_jpeg():
    """A photo that tells where it was taken, by whom, and more, in every place a JPEG has for it."""
    exif = Pillow.Exif()
    exif[0x013B] = "needle artist"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 46.0, 30.0), 3: "W", 4: (122.0, 25.0, 9.0)})
    plain = picture(
        *("JPEG", (600, 400)), exif=exif, comment=b"needle comment", xmp=b"<x>needle xmp</x>"
    )
    iptc = b"Photoshop 3.0\0" + b"needle iptc"
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + plain[2:]


def secretive_png():
    from PIL.PngImagePlugin import PngInfo

    exif, told = Pillow.Exif(), PngInfo()
    exif[0x013B] = "needle artist"
    told.add_text("Comment", "needle comment")
    told.add_itxt("XML:com.adobe.xmp", "needle xmp")
    return picture("PNG", pnginfo=told, exif=exif)


def secretive_webp():
    exif = Pillow.Exif()
    exif[0x013B] = "needle artist"
    return picture("WEBP", exif=exif, xmp=b"needle xmp", lossless=True)


@pytest.mark.parametrize("make", [secretive_jpeg, secretive_png, secretive_webp])
def test_nothing_a_picture_tells_is_left_in_any_file(dana, kept, make):
    data = make()
    assert data.count(b"needle") >= 2
    if make is secretive_jpeg:
        assert Pillow.open(io.BytesIO(data)).getexif().get_ifd(0x8825)[2] == (37.0, 46.0, 30.0)

    send(dana, data)

    made = list(kept.iterdir())
    assert len(made) in {3, 5}
    for path in made:
        assert not any(sign in path.read_bytes() for sign in (b"needle", b"Exif", b"GPS", b"xmp"))
        with Pillow.open(path) as left:
            assert not dict(left.getexif())
            assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & left.info.keys()


def test_photo_taken_sideways_stands_upright(dana, kept):
    sideways = Pillow.new("RGB", (60, 40), "blue")
    sideways.paste("red", (0, 0, 60, 20))
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn a quarter clockwise

    send(dana, saved(sideways, "JPEG", exif=exif, quality=95))

    image = Image.objects.get()
    red, _, blue = shown(kept, image).getpixel((35, 30))
    assert (image.width, image.height) == (40, 60)
    assert red > 200
    assert blue < 60


def test_brightness_of_sixteen_bits_is_kept(dana, kept):
    grey = Pillow.new("I;16", (30, 20), 32768)

    send(dana, saved(grey))

    assert abs(shown(kept, Image.objects.get()).getpixel((9, 9))[0] - 128) < 4


def see_through():
    image = Pillow.new("P", (30, 20), 1)
    image.putpalette([0, 0, 0, 200, 40, 40])
    image.paste(0, (0, 0, 15, 20))
    return saved(image, transparency=0)


def test_what_shows_through_still_does(dana, kept):
    send(dana, see_through())

    made = shown(kept, Image.objects.get())
    assert made.getpixel((3, 10))[3] == 0
    assert made.getpixel((27, 10))[3] == 255
    assert (kept / f"{Image.objects.get().digest}.png").is_file()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (lambda: picture(mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0)),
        (lambda: picture("PNG", mode="L", colour=90), (90, 90, 90)),
        (lambda: picture("PNG", mode="LA", colour=(90, 255)), (90, 90, 90)),
        (lambda: picture("PNG", mode="1", colour=1), (255, 255, 255)),
        (lambda: picture("GIF", colour="red"), (255, 0, 0)),
        (lambda: picture("WEBP", colour="red", quality=95), (255, 0, 0)),
        (lambda: picture("AVIF", colour="red", quality=95), (255, 0, 0)),
        (lambda: picture(colour="red", icc_profile=b"no profile at all"), (255, 0, 0)),
    ],
    ids="cmyk grey grey-with-alpha one-bit still-gif webp avif broken-profile".split(),
)
def test_every_way_to_keep_a_still_picture_is_taken(dana, kept, data, expected):
    send(dana, data(), "picture.jpg")

    colour = shown(kept, Image.objects.get()).getpixel((20, 10))[:3]
    assert all(abs(was - is_) < 12 for was, is_ in zip(expected, colour, strict=True)), colour
