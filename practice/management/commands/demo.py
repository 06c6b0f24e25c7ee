from typing import Any

from django.core.management.base import BaseCommand

from practice.content.covers import draw_soon
from practice.demo.load import load_demo


class Command(BaseCommand):
    help = (
        "Add the demo practice: profile, posts, guides, services, pages and notices of a made-up "
        "practitioner. What you wrote yourself under the same address is left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_demo()
        draw_soon()
        self.stdout.write(", ".join(f"{word} {count}" for word, count in counts.items()))
