"""Answering: a selection quoted, a post replied to, the preview as the post will be, pictures by paste and drop."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from forums import actions
from tests.browser.test_write_with_help import area
from tests.cast import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RICH = """**Bold**, `code` and ||a secret||.[^1]

| g | s |
| - | - |
| 18 | 28 |

- [x] done

```python
print("hello")
```

[^1]: A note.
"""
GIVE = """(element, [kind, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], "cup.png", { type: "image/png" }));
  const options = { bubbles: true, cancelable: true };
  element.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { ...options, clipboardData: data }) : new DragEvent("drop", { ...options, dataTransfer: data }));
}"""


def cup() -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 40), (150, 90, 60)).save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


@pytest.fixture
def talk(board, member):
    """A conversation with one answer, by Mina."""
    topic = actions.open_topic(
        author=member, board=board, kind="discussion", title="Which grinder for a Wren", source="Tell me."
    )  # fmt: skip
    mina = make_member("mina", trust=2)
    actions.reply(author=mina, topic=topic, source="Any with flat burrs. Mine hums all day.")
    return topic


def test_a_selection_is_quoted_and_leads_to_its_post(visit, member, talk):
    page = visit(member, talk.get_absolute_url())
    answer = page.locator("article.post", has_text="hums all day")
    answer.locator(".prose p").evaluate(
        """each => getSelection().setBaseAndExtent(each.firstChild, 9, each.firstChild, 19)"""
    )
    answer.hover()
    answer.get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your reply")).to_have_value(
        re.compile(r"^> \[@mina wrote\]\(/p/\d+/\):\n>\n> flat burrs\n")
    )
    page.keyboard.press("Control+End")
    page.keyboard.type("Those I have.")
    page.get_by_role("button", name="Reply", exact=True).click()
    quote = page.locator("article.post", has_text="Those I have.").locator("blockquote.quote")
    expect(quote).to_contain_text("flat burrs")
    expect(quote).not_to_contain_text("hums")
    expect(quote.get_by_role("link", name="@mina wrote")).to_have_attribute(
        "href", re.compile(r"/p/\d+/$")
    )


def test_a_reply_to_a_post_says_to_which(visit, member, talk):
    page = visit(member, talk.get_absolute_url())
    answer = page.locator("article.post", has_text="hums all day")
    answer.hover()
    answer.get_by_role("link", name="Reply", exact=True).click()
    expect(page.locator("#reply")).to_contain_text("To Mina")
    page.get_by_label("Your reply").fill("Even at night?")
    page.get_by_role("button", name="Reply", exact=True).click()
    mine = page.locator("article.post", has_text="Even at night?")
    mine.get_by_role("link", name="in reply to Mina").click()
    expect(page).to_have_url(re.compile(f"#{answer.get_attribute('id')}$"))


def test_the_preview_is_the_post(visit, member, talk):
    page = visit(member, talk.get_absolute_url())
    area(page).fill(RICH)
    preview = page.locator(".editor-preview")
    if preview.is_hidden():
        page.get_by_role("button", name="Preview").click()
    expect(preview.locator("pre")).to_contain_text("hello")
    promised = preview.evaluate("each => each.innerHTML")
    page.get_by_role("button", name="Reply", exact=True).click()
    made = page.locator("article.post .prose", has=page.locator("pre"))
    expect(made).to_be_visible()
    numbers = re.compile(r"fn\w*-?[\w-]*")  # notes are numbered by post

    def plain(html: str) -> str:
        return re.sub(numbers, "fn", html).strip()

    assert plain(made.evaluate("each => each.innerHTML")) == plain(promised)


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_picture_that_fails_is_sent_again(visit, member, talk, way):
    page = visit(member, talk.get_absolute_url())
    text = area(page)
    text.fill("Look:")
    tries = []

    def first_is_lost(route):
        tries.append(route)
        if len(tries) == 1:
            route.abort()  # the second waits until it was seen on its way

    page.route("**/uploads/", first_is_lost)
    text.evaluate(GIVE, [way, cup()])
    row = page.locator(".editor-upload")
    expect(row).to_contain_text("The connection failed.")
    expect(row.get_by_role("button", name="Leave it out")).to_be_visible()
    expect(text).to_have_value(re.compile("cup.png"))  # its place is kept
    row.get_by_role("button", name="Try again").click()
    expect(row.get_by_role("progressbar")).to_be_visible()
    expect(row.get_by_role("button", name="Try again")).to_be_hidden()
    tries[1].continue_()
    expect(text).to_have_value(re.compile(r"!\[.*\]\(/uploads/"))
    expect(row).to_have_count(0)
    assert len(tries) == 2
    page.get_by_role("button", name="Reply", exact=True).click()
    shown = page.locator("article.post .prose img")
    expect(shown).to_be_visible()
    page.wait_for_function(
        "each => each.complete && each.naturalWidth > 0", arg=shown.element_handle()
    )
