"""Who is asking, when proxies of ours stand between."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the network address of the client.

    Each trusted proxy adds one entry at the right of X-Forwarded-For. What stands further left was
    written by the client and is not believed; without trusted proxies the header is not read at all.
    """
    proxies = settings.LEGWISE_TRUSTED_PROXIES
    entries = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(entries) >= proxies and entries[-proxies]:
        return entries[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
