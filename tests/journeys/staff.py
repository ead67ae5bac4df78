"""What staff do in the admin, by the words they see."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def open_form(staff: Page, kind: str, title: str) -> None:
    """Go from the front of the admin to the form of a page."""
    staff.goto("/admin/")
    staff.get_by_role("main").get_by_role("rowheader", name=kind, exact=True).get_by_role("link").click()
    staff.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    expect(staff.get_by_role("heading", name=title)).to_be_visible()


def open_what_needs_me(staff: Page, title: str) -> None:
    """Open a page from the list of what waits for this person."""
    staff.goto("/admin/")
    staff.get_by_role("region", name="What needs you").get_by_role("link", name=title, exact=True).first.click()


def change(staff: Page, label: str, old: str, new: str) -> None:
    """Replace some words in a field."""
    field = staff.get_by_role("textbox", name=label)
    text = field.input_value()
    assert old in text
    field.fill(text.replace(old, new))


def save(staff: Page, edition: int) -> None:
    """Save as a draft."""
    staff.get_by_role("button", name="Save as draft", exact=True).click()
    expect(staff.get_by_text(f"Edition {edition} saved as a draft.")).to_be_visible()


def sign(reviewer: Page, edition: int) -> None:
    """Sign off the edition on the page that is open."""
    reviewer.get_by_role("link", name=f"Sign off edition {edition}").click()
    reviewer.get_by_role("button", name="Sign off this edition").click()
    expect(reviewer.get_by_text(f"You signed edition {edition}.")).to_be_visible()


def publish(publisher: Page, edition: int) -> None:
    """Publish the edition on the page that is open."""
    publisher.get_by_role("link", name=f"Publish edition {edition}").click()
    publisher.get_by_role("button", name="Publish this edition").click()
    expect(publisher.get_by_text(f"Edition {edition} is live.")).to_be_visible()
