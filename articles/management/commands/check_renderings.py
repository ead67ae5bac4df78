"""Report where today's renderer would make other HTML than a live edition stored."""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.markdown.render import RENDERER_VERSION
from articles.models import Address, Edition
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
        addresses = Address.objects.live().select_related("edition").order_by("kind", "slug")
        live = [(address.path, address.edition) for address in addresses if address.edition]
        different = [(path, edition) for path, edition in live if _differs(edition)]
        for path, edition in different:
            self.stdout.write(f"{path}: made by renderer {edition.renderer}, differs under {RENDERER_VERSION}")
        if different:
            raise CommandError(f"{len(different)} of {len(live)} live pages would look different.")
        self.stdout.write(f"All {len(live)} live pages render as they are stored.")


def _differs(edition: Edition) -> bool:
    return _comparable(edition.rendered) != _comparable(render(edition.snapshot).parts)


def _comparable(parts: Any) -> Any:
    """Without the titles that stand in for links to pages that are not live: they follow the working copy."""
    if isinstance(parts, dict):
        return {key: _comparable(value) for key, value in parts.items()}
    if isinstance(parts, list):
        return [_comparable(value) for value in parts]
    return _FALLBACK.sub(r"\1", parts) if isinstance(parts, str) else parts
