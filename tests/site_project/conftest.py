"""Shared by tests that ask Django itself, in this process."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from site_project.page_cache.layer import PageCache
from tests.site_project.page_cache import Library, new_cache
from tests.site_project.wsgi import Pages


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The end of a request would close the connection in whose transaction the test's rows stand."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def cache(library, pages) -> PageCache:
    return new_cache(library, pages)
