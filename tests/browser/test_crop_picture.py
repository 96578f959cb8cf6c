"""Choosing the square of one's picture by keyboard, in a real browser under the strict CSP; and its way to a post."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(300),
]


def halves() -> bytes:
    image = Image.new("RGB", (900, 500), "teal")
    image.paste("orange", (500, 0, 900, 500))
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()


def test_a_square_is_chosen_by_keyboard_and_cut_out(arrive):
    mara = arrive()
    mara.sign_in("Mara Lindqvist")
    page = mara.go("/me/")
    page.set_input_files(
        "form[data-avatar] input[type=file]",
        {"name": "me.png", "mimeType": "image/png", "buffer": halves()},
    )
    expect(page.get_by_label("Preview of your picture")).to_be_visible()
    page.get_by_label("Closer").press("ArrowRight")
    page.get_by_label("Left to right").press("End")
    assert page.input_value("input[name=x]") == "1"
    assert float(page.input_value("input[name=size]")) < 1
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("Your new picture is shown from now on.")).to_be_visible()
    address = page.locator(".avatar.large").get_attribute("src")
    kept = Image.open(io.BytesIO(page.request.get(address).body())).convert("RGB")
    assert kept.size == (320, 320)
    assert kept.getpixel((300, 160))[0] > 200  # orange: the right of the picture, where one moved


def test_a_file_that_is_no_picture_is_said_at_once(arrive):
    mara = arrive()
    mara.sign_in("Mara Lindqvist")
    page = mara.go("/me/")
    page.set_input_files(
        "form[data-avatar] input[type=file]",
        {"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"},
    )
    expect(page.get_by_text("Your browser cannot show this file.")).to_be_visible()
