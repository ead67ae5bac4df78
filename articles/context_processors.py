"""What every template is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.identity import site_for


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``, read from the database only if the template uses it and the view did not."""
    return {"site": getattr(request, "legwise_site", None) or SimpleLazyObject(lambda: site_for(request))}
