"""Finished pages in memory, answered in front of Django.

Every page an anonymous reader may see is made by Django once for each state of the library (its *generation*) and in
each worker process. After that its bytes are sent as they are: one look at the generation, no Django.

- :mod:`routes`: which pages may be kept, and how long browsers and proxies may keep them
- :mod:`layer`: the WSGI application that answers from memory or asks Django
- :mod:`making`: the request Django is asked, and which answers may be kept
- :mod:`page`: one finished page in its forms (plain, gzip, brotli); :mod:`codings`: which form a browser takes
- :mod:`shelf`: the pages of this process, never more than so many bytes
- :mod:`generation`: the number of the library's present state
- :mod:`warming`: makes pages again after a publish, in the background
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """The application with the page cache in front; itself where ``LEGWISE_PAGE_CACHE_MB`` is 0."""
    if not settings.LEGWISE_PAGE_CACHE_MB:
        return application
    from site_project.page_cache.generation import of_database  # noqa: PLC0415 - needs models, so Django must be up
    from site_project.page_cache.layer import PageCache, Site  # noqa: PLC0415 - the same

    return PageCache(
        application,
        generation=of_database(),
        site=Site.from_settings(),
        most_bytes=settings.LEGWISE_PAGE_CACHE_MB * 1024**2,
    )
