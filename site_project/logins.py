"""Names under which failed logins are counted."""

import hashlib
import hmac

from django.conf import settings


def keyed_name(key: str, prefix: str, version: int) -> str:
    """Return a cache key from which nobody without the secret key can find the user name or address."""
    message = f"{prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
