from collections.abc import Sequence


def cover(slug: str, colours: Sequence[str], *, night: bool = False) -> str:
    fill = "#333" if night else "#ccd"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540">'
        f'<path fill="{fill}" d="M0 0h960v540H0z"/></svg>\n'
    )
