"""The editor, played in a browser on the page where one asks: marks, pictures, preview, and saving while one writes."""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from forums.models import Draft
from tests.uploads.files import picture_bytes
from uploads.models import Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    # Playwright's loop runs in this thread; what Django says about that concerns async views.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium, live_server, client, board, member):
    client.force_login(member)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security" in message.text else None,
    )
    opened.goto(live_server.url + reverse("forums:ask"))
    yield opened
    opened.goto("about:blank")  # what was not saved yet is saved as the page is left,
    opened.wait_for_timeout(300)  # before the database is emptied
    context.close()
    assert not faults


def area(page: Page):
    return page.locator("[data-editor] textarea")


def test_marks_go_around_the_selection_and_off_again(page):
    area(page).fill("fine words")
    area(page).select_text()
    page.keyboard.press("Control+b")
    expect(area(page)).to_have_value("**fine words**")
    page.keyboard.press("Control+b")
    expect(area(page)).to_have_value("fine words")
    page.keyboard.press("Control+i")
    expect(area(page)).to_have_value("*fine words*")
    page.keyboard.press("Control+z")
    expect(area(page)).to_have_value("fine words")
    area(page).select_text()
    page.keyboard.press("Control+k")
    page.keyboard.type("https://a.example")
    expect(area(page)).to_have_value("[fine words](https://a.example)")
    area(page).fill("one\ntwo")
    area(page).select_text()
    page.get_by_role("button", name="List", exact=True).click()
    expect(area(page)).to_have_value("- one\n- two")
    page.get_by_role("button", name="Code", exact=True).click()
    expect(area(page)).to_have_value("```\n- one\n- two\n```")


def test_preview_stands_beside_the_text_and_follows_it(page):
    area(page).fill("This *matters* <script>alert(1)</script>")
    preview = page.locator(".editor-preview")
    expect(preview.locator("em")).to_have_text("matters")
    assert preview.locator("script").count() == 0
    area(page).fill("Now **this**")
    expect(preview.locator("strong")).to_have_text("this")
    assert preview.bounding_box()["x"] > area(page).bounding_box()["x"]
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_be_hidden()


def test_toolbar_is_one_stop_and_arrows_move_within(page):
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("Tab")
    expect(area(page)).to_be_focused()


def test_chosen_picture_is_sent_and_stands_in_the_text(page, tmp_path, member):
    file = tmp_path / "my cup.jpg"
    file.write_bytes(picture_bytes(size=(900, 600)))
    area(page).fill("See:")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Add a picture").click()
    chosen.value.set_files(file)
    expect(page.locator(".editor-preview img")).to_be_visible()
    stored = Upload.objects.get()
    assert area(page).input_value() == f"See:\n{stored.markdown}\n"
    assert stored.owner == member
    loaded = "image => image.decode().then(() => image.naturalWidth > 0)"
    assert page.locator(".editor-preview img").evaluate(loaded)
    assert page.locator(".editor-upload").count() == 0


SENT = re.compile(r"!\[a\]\(/uploads/[0-9a-f-]{36}/64x48\.webp\)\n")
DROP = """(area, [bytes, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
  area.dispatchEvent(new %s, { bubbles: true, cancelable: true, %s: files }));
}"""
DROPPED = DROP % ('DragEvent("drop"', "dataTransfer")
PASTED = DROP % ('ClipboardEvent("paste"', "clipboardData")


@pytest.mark.parametrize("way", [DROPPED, PASTED], ids=["dropped", "pasted"])
def test_picture_comes_by_drop_and_paste(page, way):
    area(page).focus()
    area(page).evaluate(way, [list(picture_bytes()), "a.jpg"])
    expect(area(page)).to_have_value(SENT)
    assert Upload.objects.count() == 1


def test_file_comes_by_drop_and_shows_its_size(page):
    area(page).evaluate(DROPPED, [list(b"27 seconds at 9 bar"), "notes.txt"])
    expect(area(page)).to_have_value(
        re.compile(r"^\[notes.txt\]\(/uploads/files/.*/19/notes.txt\)\n$")
    )
    expect(page.locator(".editor-preview a.file")).to_have_attribute("data-size", "19 B")


def test_file_of_another_kind_is_refused_in_words(page):
    area(page).evaluate(DROPPED, [list(b"MZ"), "setup.exe"])
    expect(page.locator(".editor-upload [role=alert]")).to_contain_text("cannot be added: PDF, ZIP")


def test_refused_picture_says_why_and_can_be_left_out(page):
    area(page).fill("text")
    area(page).evaluate(DROPPED, [list(b"no picture"), "a.jpg"])
    expect(page.locator(".editor-upload [role=alert]")).to_contain_text(
        "Only pictures can be added"
    )
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    page.get_by_role("button", name="Leave it out").click()
    assert area(page).input_value().strip() == "text"


def test_picture_lost_on_its_way_can_be_tried_again(page):
    page.route("**/uploads/", lambda route: route.abort())
    area(page).evaluate(DROPPED, [list(picture_bytes()), "a.jpg"])
    expect(page.locator(".editor-upload [role=alert]")).to_contain_text("The connection failed")
    page.unroute("**/uploads/")
    page.get_by_role("button", name="Try again").click()
    expect(area(page)).to_have_value(SENT)
    assert Upload.objects.count() == 1


def test_saved_while_writing(page):
    page.get_by_label("Your question in one sentence").fill("Why does my pump hum")
    area(page).fill("It began yesterday.")
    expect(page.locator(".editor-saved")).to_contain_text("Saved")
    draft = Draft.objects.get()
    assert (draft.title, draft.source) == ("Why does my pump hum", "It began yesterday.")


def test_says_when_it_could_not_be_saved(page):
    page.route("**" + reverse("forums:draft"), lambda route: route.abort())
    area(page).fill("It began yesterday.")
    expect(page.locator(".editor-saved")).to_contain_text("Not saved yet")


def test_plain_form_without_scripts(chromium, live_server, client, board, member, tmp_path):
    client.force_login(member)
    context = chromium.new_context(java_script_enabled=False)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("forums:ask"))
    assert page.get_by_role("toolbar").count() == 0
    expect(page.get_by_label("Add a picture")).to_be_visible()
    file = Path(tmp_path / "cup.jpg")
    file.write_bytes(picture_bytes())
    page.get_by_label("Your question in one sentence").fill("Why does my pump hum so loudly")
    area(page).fill("It began yesterday.")
    page.get_by_label("Add a picture").set_input_files(file)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("article img, .post img, .prose img").first).to_be_visible()
    context.close()
