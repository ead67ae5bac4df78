"""Stories of those who write, sign and publish, and of the readers who see it only then."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.places import CONDITION
from tests.journeys.staff import change, open_form, open_what_needs_me, publish, save, sign

pytestmark = pytest.mark.browser

TITLE = "Narrowed leg arteries (peripheral artery disease)"
OLD = "You stop, and the pain goes."
NEW = "You stand still for a minute, and the pain goes."


def test_a_correction_reaches_readers_only_when_signed_and_published(own_site, sign_in, open_window):
    site = own_site(WORKERS="2")  # what one process does, the other must show
    reader, editor = open_window(site), sign_in(site, "editor")

    open_form(editor, "Conditions", TITLE)
    change(editor, "Body", OLD, NEW)
    change(editor, "Other names", "PAD\n", "PAD\nLamp-post legs\n")
    _link_to(editor, "Varicose veins (conditions/varicose-veins)")
    save(editor, 2)
    expect(editor.get_by_text("Readers still see edition 1.")).to_be_visible()
    expect(editor.get_by_role("link", name="Sign off edition 2")).to_have_count(0)
    _readers_see_the_old_page(reader)

    publisher = sign_in(site, "publisher")
    open_form(publisher, "Conditions", TITLE)
    expect(publisher.get_by_role("heading", name="Not ready to publish because:")).to_be_visible()
    expect(publisher.get_by_role("link", name="Publish edition 2")).to_have_count(0)

    reviewer = sign_in(site, "reviewer")
    open_what_needs_me(reviewer, TITLE)
    sign(reviewer, 2)
    expect(reviewer.get_by_role("link", name="Publish edition 2")).to_have_count(0)
    _readers_see_the_old_page(reader)

    open_what_needs_me(publisher, TITLE)
    publish(publisher, 2)
    _readers_see_the_new_page(reader)


def test_nobody_signs_what_they_helped_to_write(own_site, sign_in):
    site = own_site()
    colleague = sign_in(site, "colleague")
    open_form(colleague, "Conditions", TITLE)
    change(colleague, "Body", OLD, NEW)
    save(colleague, 2)
    refusal = "You helped write this edition, so somebody else must sign it."
    expect(colleague.get_by_text(refusal)).to_be_visible()
    expect(colleague.get_by_role("link", name="Sign off edition 2")).to_have_count(0)

    # Not by the address either.
    colleague.goto(colleague.url.replace("/change/", "/sign-off/"))
    with colleague.expect_response("**/sign-off/") as answer:
        colleague.get_by_role("button", name="Sign off this edition").click()
    assert answer.value.status == 409
    expect(colleague.get_by_role("alert")).to_be_visible()

    editor = sign_in(site, "editor")
    assert editor.goto(colleague.url).status == 403


def test_a_second_tab_loses_nothing(own_site, sign_in):
    first = sign_in(own_site(), "editor")
    open_form(first, "Conditions", TITLE)
    second = first.context.new_page()
    second.goto(first.url)
    change(second, "Body", OLD, NEW)
    save(second, 2)

    change(first, "Body", OLD, "You rest, and the pain goes.")
    first.get_by_role("button", name="Save as draft", exact=True).click()
    expect(first.get_by_role("heading", name="Somebody saved this page while you were writing")).to_be_visible()
    table = first.get_by_role("region", name="Body")
    expect(table.get_by_text(NEW)).to_be_visible()
    expect(table.get_by_text("You rest, and the pain goes.")).to_be_visible()

    first.get_by_role("button", name="Save my version as a new edition").click()
    expect(first.get_by_text("Edition 3 saved as a draft.")).to_be_visible()
    expect(first.get_by_role("textbox", name="Body")).to_have_value(_containing("You rest, and the pain goes."))
    first.get_by_role("link", name="History").last.click()
    for number in ("1", "2", "3"):
        expect(first.get_by_role("rowheader", name=number, exact=True)).to_be_visible()


def test_the_preview_shows_unsaved_words_on_the_real_page(own_site, sign_in, open_window):
    site = own_site()
    reader, editor = open_window(site), sign_in(site, "editor")
    open_form(editor, "Conditions", TITLE)
    editor.get_by_role("textbox", name="Title").fill("Narrow pipes in the leg")
    editor.get_by_role("button", name="Preview", exact=True).click()

    frame = editor.frame_locator("iframe[name=legwise-preview]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Narrow pipes in the leg")
    expect(frame.get_by_text("This is a draft. Readers do not see it until it is published.")).to_be_visible()
    expect(frame.get_by_role("heading", name="Emergency")).to_be_visible()

    # It keeps up with what is typed.
    change(editor, "Body", OLD, NEW)
    expect(frame.get_by_text(NEW)).to_be_visible()

    reader.goto(CONDITION)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    look = "heading => [getComputedStyle(heading).fontFamily, getComputedStyle(heading).color]"
    shown, real = (place.get_by_role("heading", level=1).evaluate(look) for place in (frame, reader))
    assert shown == real
    editor.reload()
    expect(editor.get_by_role("textbox", name="Title")).to_have_value(TITLE)


def test_a_picture_with_its_words_shows_after_publishing(own_site, sign_in, open_window):
    site = own_site()
    reader, editor = open_window(site), sign_in(site, "editor")
    open_form(editor, "Conditions", TITLE)
    words = "A narrowed artery beside an open one"
    _end_of_text(editor)
    editor.get_by_role("button", name="Picture", exact=True).click()
    editor.get_by_label("File (PNG, JPEG or WebP, up to 8 MB)").set_input_files(_picture_file())
    editor.get_by_role("button", name="Upload and insert").click()
    status = editor.locator(".legwise-markdown [role=status]")
    expect(status).not_to_have_text("Uploading…")
    expect(status).not_to_be_empty()
    expect(editor.get_by_role("textbox", name="Body")).not_to_have_value(_containing("::: picture"))

    editor.get_by_label("What it shows, for readers who cannot see it").fill(words)
    editor.get_by_role("button", name="Upload and insert").click()
    expect(status).to_have_text("The picture is in the library and in the text.")
    save(editor, 2)
    reader.goto(CONDITION)
    expect(reader.get_by_role("img", name=words)).to_have_count(0)

    reviewer, publisher = sign_in(site, "reviewer"), sign_in(site, "publisher")
    open_what_needs_me(reviewer, TITLE)
    sign(reviewer, 2)
    open_what_needs_me(publisher, TITLE)
    publish(publisher, 2)

    reader.goto(CONDITION)
    picture = reader.get_by_role("img", name=words)
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 640)


def test_a_withdrawn_page_says_where_to_go(own_site, sign_in, open_window):
    site = own_site()
    reader, publisher = open_window(site), sign_in(site, "publisher")
    assert reader.goto(CONDITION).status == 200

    open_form(publisher, "Conditions", TITLE)
    publisher.get_by_role("link", name="Withdraw").click()
    publisher.get_by_role("button", name="Withdraw this page").click()
    expect(publisher.get_by_role("alert")).to_be_visible()
    publisher.get_by_label("Reason, as readers will see it").fill("The advice on tests is out of date.")
    publisher.get_by_label("Where to go instead").fill("Leg pain on walking (claudication)")
    publisher.get_by_role("button", name="Withdraw this page").click()
    expect(publisher.get_by_text("The page is withdrawn.")).to_be_visible()

    assert reader.goto(CONDITION).status == 410
    expect(reader.get_by_text("Why: The advice on tests is out of date.")).to_be_visible()
    reader.get_by_role("link", name="Leg pain on walking (claudication)").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Leg pain on walking (claudication)")
    expect(reader.get_by_role("main").get_by_role("link", name=TITLE)).to_have_count(0)


def _readers_see_the_old_page(reader: Page) -> None:
    reader.goto(CONDITION)
    expect(reader.get_by_text(OLD)).to_be_visible()
    expect(reader.get_by_text(NEW)).to_have_count(0)
    expect(reader.get_by_text("Lamp-post legs")).to_have_count(0)
    expect(reader.get_by_role("main").get_by_role("link", name="Varicose veins", exact=True)).to_have_count(0)
    expect(reader.get_by_text("It has not yet been reviewed by a clinician here.")).to_be_visible()


def _readers_see_the_new_page(reader: Page) -> None:
    reader.goto(CONDITION)
    expect(reader.get_by_text(NEW)).to_be_visible()
    expect(reader.get_by_text(OLD)).to_have_count(0)
    expect(reader.get_by_text("Reviewed by Rahel Vance")).to_be_visible()
    reader.get_by_role("main").get_by_role("link", name="Varicose veins", exact=True).click()
    expect(reader.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()

    reader.goto("/search/?q=lamp-post+legs")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    reader.goto("/a-z/")
    expect(reader.get_by_role("link", name=f"Lamp-post legs see {TITLE}")).to_be_visible()


def _link_to(editor: Page, words: str) -> None:
    related = editor.get_by_role("group", name="Related pages")
    related.get_by_role("button", name="Add another related page").click()
    related.get_by_label("Related page:").last.fill(words)


def _end_of_text(editor: Page) -> None:
    editor.get_by_role("textbox", name="Body").focus()
    editor.keyboard.press("Control+End")


def _picture_file() -> dict[str, object]:
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "#c8b4d2").save(file, "PNG")
    return {"name": "artery.png", "mimeType": "image/png", "buffer": file.getvalue()}


def _containing(words: str):
    return re.compile(re.escape(words))
