"""Atom feed and sitemap: live pages only. Ids are ``tag:`` URIs made of the uid, so they survive a new slug."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from articles.identity import Site
from articles.models.live import Address, LivePage, path_of

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FEED_LENGTH = 50
FIRST_DAY = "2026-11-21"
"""The day Legwise began: the date part of ``tag:`` URIs (RFC 4151) must be one on which the host was ours."""


def atom_feed(site: Site) -> bytes:
    """RFC 4287 feed of the newest changes, newest first."""
    ET.register_namespace("", ATOM)
    newest = Address.objects.live().order_by("-published_at", "pk")[:FEED_LENGTH].in_brief()
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    host = site.absolute("/").split("/")[2]
    _text(feed, "title", site.name)
    _text(feed, "subtitle", site.tagline)
    _text(feed, "id", f"tag:{host},{FIRST_DAY}:feed")
    _text(
        feed,
        "updated",
        _stamp(max((a.published_at for a in newest), default=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))),
    )
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _text(author, "name", site.responsible_body or site.name)
    _link(feed, "alternate", site.absolute("/"), "text/html")
    _link(feed, "self", site.absolute("/feed.xml"), "application/atom+xml")
    for address in newest:
        _entry(feed, address, site, host)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(feed: ET.Element, address: LivePage, site: Site, host: str) -> None:
    facts = address.facts
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "title", facts["title"])
    _text(entry, "id", f"tag:{host},{FIRST_DAY}:{facts['uid']}")
    _text(entry, "updated", _stamp(address.published_at))
    _text(entry, "published", _stamp(address.first_published_at))
    _link(entry, "alternate", site.absolute(address.path), "text/html")
    _text(entry, "summary", facts["summary"])


def sitemap(site: Site, extra: list[str]) -> bytes:
    """Every live page and the given index pages (paths), with the date of its last publication."""
    ET.register_namespace("", SITEMAP)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    for path in extra:
        ET.SubElement(ET.SubElement(root, f"{{{SITEMAP}}}url"), f"{{{SITEMAP}}}loc").text = site.absolute(path)
    pages = Address.objects.live().order_by("kind", "slug").values_list("kind", "slug", "published_at")
    for kind, slug, published_at in pages:
        url = ET.SubElement(root, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = site.absolute(path_of(kind, slug))
        ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = _stamp(published_at)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _text(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = value


def _link(parent: ET.Element, rel: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": media_type})


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
