"""The writing page as a browser uses it: opened once, then sent as often as one likes."""

from tests.content.seen import form_in, look, seen

ADD = "/admin/journal/post/add/"
KEEP = "/admin/journal/post/keep/"


def change(post):
    return f"/admin/journal/post/{post.pk}/change/"


class Open:
    """A page somebody has open: `page.type(body="…")`, `page.keep()`, `page.save()`."""

    def __init__(self, client, address=ADD):
        self.client, self.address = client, address
        response = client.get(address)
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        self.page, self.fields, self.turn = seen(response), form_in(response), 0

    def type(self, **changes):
        assert not changes.keys() - self.fields.keys(), changes
        self.fields |= changes
        return self

    def keep(self, **changes):
        """What its script does while one types."""
        self.turn += 1
        return self.client.post(KEEP, {**self.fields, "turn": self.turn, **changes})

    def save(self, button="_save", value="Save", **more):
        where = self.address.partition("?")[0]
        return self.client.post(where, {**self.fields, button: value, **more})


def offers(client, address=ADD):
    """The unsaved texts a page offers to go on with: the sentence, and where it leads."""
    found = look(client, address).all(".//div[@class='notice offer']")
    return [(part.words, dict(part.links)["Continue"]) for part in found]
