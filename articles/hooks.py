"""What other apps add to publishing.

Each function is named by its dotted path and imported when it is wanted: a process that only serves readers publishes
nothing, and needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from articles.models import Edition
    from articles.publishing import Change

Hook = TypeVar("Hook", bound=Callable[..., Any])


class Hooks(Generic[Hook]):
    """Functions in the order they were registered."""

    def __init__(self) -> None:
        self._paths: list[str] = []

    def register(self, path: str) -> None:
        """Add a function by its dotted path. Called once from an app's ``ready``."""
        self._paths.append(path)

    def __iter__(self) -> Iterator[Hook]:
        """The functions; :class:`ImportError` for a path that leads nowhere."""
        return map(import_string, self._paths)


projections: Hooks[Callable[[Sequence[Change]], None]] = Hooks()
"""Derived tables that follow live editions. Called inside the publishing transaction, with at most
:data:`~articles.publishing.TOGETHER` changes, each page once."""

gates: Hooks[Callable[[Sequence[Edition]], list[str]]] = Hooks()
"""Checks of what a publish would break. Called with the editions before the publishing transaction; each returns a
sentence for each thing that would get worse, to which the publisher may answer with a reason.

Nothing holds the library between the check and the publish: two publishers at the same moment may each break nothing
and both together something. That is rare, no page is wrong by it, and the check that follows every commit
(:data:`followers`) shows it at once. Holding the library for both would make every writer wait longer.
"""

followers: Hooks[Callable[[], None]] = Hooks()
"""What is done after a commit that changed which editions are live. A failure is logged and undoes nothing."""
