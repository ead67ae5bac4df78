"""Parts of the address map that are read when somebody first asks for one of their pages.

Editors' forms are half of the code, and a process that only serves readers never needs them: without them it starts
sooner and stays smaller.
"""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Later(URLResolver):
    """Addresses in a namespace of their own, from a module that is imported at the first look.

    ``path()`` with the name of a module waits as well, but the first ``reverse()`` of any name reads every map.
    """

    def __init__(self, route: str, module: str, namespace: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        """Collect nothing for names outside: ``reverse("namespace:name")`` reads the module's own map."""
