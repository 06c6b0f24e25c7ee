"""Real pictures, sent the way a browser sends them."""

import io

from PIL import Image as Pillow

from practice.content.models import Image
from tests.content.seen import seen

ADD = "/admin/content/image/add/"


def picture(kind="JPEG", size=(60, 40), colour="teal", mode="RGB", **how):
    """The bytes of a real picture."""
    data = io.BytesIO()
    Pillow.new(mode, size, colour).save(data, kind, **how)
    return data.getvalue()


def saved(image, kind="PNG", **how):
    data = io.BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


def named(data, name="tide.jpg"):
    file = io.BytesIO(data)
    file.name = name
    return file


def send(client, data=None, name="tide.jpg", address=ADD, **fields):
    """The form as a browser sends it."""
    fields = {"alt": "The sea", "caption": "", "name": "", "kept": "", "_save": "Save", **fields}
    if data is not None:
        fields["file"] = named(data, name)
    return client.post(address, fields)


def refusal(response, field="file"):
    assert response.status_code == 200
    assert not Image.objects.exists()
    return seen(response).part(f".//*[@id='id_{field}_error']").words


def shown(kept, image, width=None, kind="webp"):
    """A picture as visitors get it, with all its points."""
    with Pillow.open(kept / f"{image.digest}-{width or image.width}.{kind}") as made:
        made.load()
        return made
