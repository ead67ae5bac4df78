"""Report where today's renderer would make other HTML than a live edition stored."""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.markdown.render import RENDERER_VERSION
from articles.models import Address
from articles.rendering import render
from articles.text import SLOT_CLOSE, SLOT_OPEN

_FALLBACK = re.compile(f"({SLOT_OPEN}page\\|[^|{SLOT_CLOSE}]*\\|[^|{SLOT_CLOSE}]*)\\|[^{SLOT_CLOSE}]*")


class Command(BaseCommand):
    """``manage.py check_renderings``."""

    help = (
        "Render every live edition anew and report differences. Nothing is changed: "
        "readers go on seeing what was signed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """List the pages that differ; exits with an error if there are any."""
        live = Address.objects.live().select_related("edition").order_by("kind", "slug")
        different = [address for address in live if self._differs(address)]
        for address in different:
            self.stdout.write(
                f"{address.path}: made by renderer {address.edition.renderer}, differs under {RENDERER_VERSION}"
            )
        if different:
            raise CommandError(f"{len(different)} of {len(live)} live pages would look different.")
        self.stdout.write(f"All {len(live)} live pages render as they are stored.")

    def _differs(self, address: Address) -> bool:
        stored, fresh = address.edition.rendered, render(address.edition.snapshot).parts
        return _comparable(stored) != _comparable(fresh)


def _comparable(parts: Any) -> Any:
    """Without the titles that stand in for links to pages that are not live: they follow the working copy."""
    if isinstance(parts, dict):
        return {key: _comparable(value) for key, value in parts.items()}
    if isinstance(parts, list):
        return [_comparable(value) for value in parts]
    return _FALLBACK.sub(r"\1", parts) if isinstance(parts, str) else parts
