"""Alive and ready are two questions."""

import sqlite3

import pytest


def test_alive_says_so_and_is_not_kept(demo_site):
    answer = demo_site.get("/healthz")
    assert (answer.status, answer.body) == (200, b"ok")
    assert "no-store" in answer.headers["Cache-Control"]


def test_ready_when_everything_is_there(demo_site):
    answer = demo_site.get("/readyz")
    assert answer.status == 200
    assert answer.json == {"status": "pass", "checks": {"database": "pass", "disk": "pass"}}


@pytest.mark.once
def test_without_its_database_the_site_lives_but_is_not_ready(new_site):
    site = new_site("site_project.settings.demo")
    site.extra["DATABASE_URL"] = "sqlite:////nowhere/at/all.sqlite3"
    site.start()
    try:
        assert site.get("/healthz").status == 200
        ready = site.get("/readyz")
        assert ready.status == 503
        assert ready.json["checks"]["database"] == "fail"
        home = site.get("/")
        assert (home.status, home.headers["Retry-After"]) == (503, "60")
        assert b"emergency number" in home.body
    finally:
        site.stop()


@pytest.mark.once
def test_a_migration_that_was_not_applied_is_not_ready(new_site):
    site = new_site("site_project.settings.demo")
    with sqlite3.connect(site.folder / "db.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'site_project'")
    database.close()
    site.start()
    try:
        assert site.get("/readyz").status == 503
    finally:
        site.stop()
