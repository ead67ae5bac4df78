"""Whether the site is alive, and whether it is ready to serve."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_LEAST_FREE_BYTES = 100 * 1024**2


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether everything needed to serve a page is there: 200, or 503."""
    checks = {name: "pass" if check() else "fail" for name, check in _CHECKS.items()}
    good = set(checks.values()) == {"pass"}
    body = {"status": "pass" if good else "fail", "checks": checks}
    return JsonResponse(body, status=200 if good else 503)


def _database() -> bool:
    """Tell whether the database answers and every migration was applied."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return False


def _disk() -> bool:
    """Tell whether there is room for pictures, and for the database when it is a file."""
    try:
        return shutil.disk_usage(settings.VAR_DIR).free > _LEAST_FREE_BYTES
    except OSError:
        return False


_CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "disk": _disk}
