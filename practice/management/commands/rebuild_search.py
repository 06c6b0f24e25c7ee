from typing import Any

from django.core.management.base import BaseCommand

from practice.content.search.index import remake


class Command(BaseCommand):
    help = (
        "Make what search knows of every text anew. The site keeps it in step by itself; run this after "
        "texts were changed past the site, or to forget words of texts that were deleted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Indexed: {remake()}")
