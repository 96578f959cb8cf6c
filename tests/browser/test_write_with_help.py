"""The editor's help while one writes, in a real browser: lists, pasting, completion, drafts of two devices, spoilers and cards."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core.text import quote_markdown
from forums import actions
from forums.models import KeptWords, Post
from tests.cast import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def topic(board, member):
    return actions.open_topic(
        author=member,
        board=board,
        kind="discussion",
        title="Which grinder for a Wren",
        source="Tell me.",
    )


def area(page):
    """The editor's text, once its help is there; in a conversation the reply's form comes when it is asked for."""
    ask = page.locator("#reply a.button")
    if ask.count():
        ask.click()
    page.locator("[data-editor] textarea[aria-controls]").wait_for()
    return page.locator("[data-editor] textarea")


PASTE = """(area, [plain, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", plain);
  if (html) data.setData("text/html", html);
  area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""


def test_lists_go_on_and_end(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    area(page).focus()
    page.keyboard.type("1. one\ntwo\n\nafter\n- [ ] do\nit\n\n> said\nmore")
    expect(area(page)).to_have_value(
        "1. one\n2. two\n\nafter\n- [ ] do\n- [ ] it\n\n> said\n> more".replace(
            "two\n\n", "two\n"
        ).replace("it\n\n", "it\n")
    )
    area(page).fill("```\n")
    page.keyboard.press("Control+End")
    page.keyboard.type("- a\n- b")
    expect(area(page)).to_have_value("```\n- a\n- b")


def test_tab_leaves_the_text(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    area(page).fill("- one")
    page.keyboard.press("Tab")
    expect(area(page)).not_to_be_focused()
    expect(area(page)).to_have_value("- one")


def test_marks_of_the_toolbar(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    for name, made in (
        ("Numbered list", "1. a\n2. b"), ("Task list", "- [ ] a\n- [ ] b"), ("Spoiler", ":::spoiler\na\nb\n:::"), ("Code block", "```\na\nb\n```"),
    ):  # fmt: skip
        area(page).fill("a\nb")
        area(page).select_text()
        page.get_by_role("button", name=name, exact=True).click()
        expect(area(page)).to_have_value(made)
    area(page).fill("")
    page.get_by_role("button", name="Table").click()
    expect(area(page)).to_have_value("| Column | Column |\n| --- | --- |\n|  |  |\n")
    page.get_by_role("button", name="Keys and marks").click()
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_address_over_words_makes_a_link(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    area(page).fill("see the manual")
    area(page).evaluate("area => area.setSelectionRange(8, 14)")
    area(page).evaluate(PASTE, ["https://a.example/b_(c)", ""])
    expect(area(page)).to_have_value("see the [manual](https://a.example/b_%28c%29)")


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<p>One <b>bold</b> <i>it</i></p><p>Two</p>", "One **bold** *it*\n\nTwo"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<h1>T</h1><pre><code class=language-py>x = 1\n</code></pre>", "## T\n\n```py\nx = 1\n```"),
        ("<a href='https://a.example/x y'>w</a> <a href='javascript:alert(1)'>bad</a>", "[w](https://a.example/x%20y) bad"),
        ("<blockquote><p>q</p></blockquote><script>window.hit = 1</script>", "> q"),
        ("<img src=/nowhere onerror='window.hit=1' alt='A cup'><b>!</b>", "A cup**!**"),
        ("<b style='font-weight:normal'><p>5 * 3 <em>x</em></p></b>", "5 \\* 3 *x*"),
    ],
)  # fmt: skip
def test_pasted_html_becomes_markdown(visit, member, topic, html, made):
    page = visit(member, topic.get_absolute_url())
    area(page).fill("")
    area(page).evaluate(PASTE, ["plain words of it", html])
    expect(area(page)).to_have_value(made)
    assert page.evaluate("window.hit") is None


class TestCompletion:
    def test_people_by_keyboard(self, visit, member, topic):
        actions.reply(author=make_member("mina"), topic=topic, source="Mine is fine.")
        page = visit(member, topic.get_absolute_url())
        area(page).focus()
        page.keyboard.type("Thanks @mi")
        option = page.get_by_role("option", name="Mina")
        expect(option).to_have_attribute("aria-selected", "true")
        assert area(page).get_attribute("aria-activedescendant") == option.get_attribute("id")
        page.keyboard.press("Enter")
        expect(area(page)).to_have_value("Thanks @mina ")
        expect(page.get_by_role("listbox")).to_be_hidden()
        page.keyboard.type("and @mi")
        expect(option).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()

    def test_topics_by_words_and_a_click(self, visit, member, topic):
        page = visit(member, topic.get_absolute_url())
        area(page).focus()
        page.keyboard.type("See #grind")
        page.get_by_role("option", name="Which grinder").click()
        expect(area(page)).to_have_value(f"See #{topic.pk} ")

    def test_tags_in_their_field(self, visit, member, topic):
        topic.tags.add("grinders")
        page = visit(member, reverse("forums:ask"))
        field = page.get_by_label("Tags")
        field.press_sequentially("wren, gri")
        page.get_by_role("option", name="grinders").wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(field).to_have_value("wren, grinders, ")


class TestDrafts:
    def test_words_are_there_on_the_other_device_and_gone_once_posted(self, visit, member, topic):
        first = visit(member, topic.get_absolute_url())
        area(first).fill("Written on the train")
        expect(first.locator(".editor-saved")).to_contain_text("Saved")
        second = visit(member, topic.get_absolute_url())
        area(second).scroll_into_view_if_needed()
        expect(area(second)).to_have_value("Written on the train")
        expect(second.locator("[data-draft-notice]")).to_contain_text("on another device")
        second.get_by_role("button", name="Reply", exact=True).click()
        expect(second.locator(".prose", has_text="Written on the train")).to_be_visible()
        assert Post.objects.filter(source="Written on the train").count() == 1
        assert not KeptWords.objects.exists()

    def test_discarded(self, visit, member, topic):
        KeptWords.objects.create(member=member, topic=topic, source="old words", version=1)
        page = visit(member, topic.get_absolute_url())
        area(page).scroll_into_view_if_needed()
        expect(area(page)).to_have_value("old words")
        page.get_by_role("button", name="Discard").click()
        expect(area(page)).to_have_value("")
        assert not KeptWords.objects.exists()

    def test_two_tabs_are_told_and_nothing_is_lost(self, visit, member, topic):
        one, two = (visit(member, topic.get_absolute_url()) for _ in range(2))
        for page, words in ((one, "From the first tab"), (two, "From the second tab")):
            area(page).scroll_into_view_if_needed()
            page.wait_for_timeout(400)  # both have asked, and nothing was there
            if page is one:
                continue
            area(one).fill("From the first tab")
            expect(one.locator(".editor-saved")).to_contain_text("Saved")
            area(two).fill(words)
            expect(two.locator("[data-draft-notice]")).to_contain_text("Another tab")
        two.get_by_role("button", name="Add the other words below").click()
        expect(area(two)).to_have_value("From the second tab\n\nFrom the first tab")


class TestReading:
    def test_spoiler_opens_by_key_and_by_click(self, visit, member, topic):
        actions.reply(
            author=member, topic=topic, source="The end: ||he *leaves*|| and ||she stays||."
        )
        page = visit(None, topic.get_absolute_url())
        first, second = page.locator("span.spoiler").all()
        assert first.evaluate("each => getComputedStyle(each).color") == "rgba(0, 0, 0, 0)"
        expect(first).to_have_attribute("role", "button")
        first.focus()
        page.keyboard.press("Enter")
        assert first.evaluate("each => getComputedStyle(each).color") != "rgba(0, 0, 0, 0)"
        second.click()
        expect(second).to_have_class("spoiler shown")

    def test_spoiler_is_readable_without_scripts(self, visit, member, topic):
        actions.reply(author=member, topic=topic, source="The end: ||he leaves||.")
        page = visit(None, topic.get_absolute_url(), java_script_enabled=False)
        assert (
            page.locator("span.spoiler").evaluate("each => getComputedStyle(each).color")
            != "rgba(0, 0, 0, 0)"
        )

    def test_video_asks_nothing_of_the_outside_before_the_click(self, visit, member, topic):
        actions.reply(
            author=member, topic=topic, source="[How I clean it](https://youtu.be/dQw4w9WgXcQ)"
        )
        page = visit(None, "/")
        outside = []
        page.context.route(
            "**/*youtube*/**",
            lambda route: (
                outside.append(route.request.url),
                route.fulfill(body="<p>film</p>", content_type="text/html"),
            ),
        )
        page.goto(page.url.rstrip("/") + topic.get_absolute_url())
        card = page.get_by_role("link", name="How I clean it")
        expect(card).to_be_visible()
        page.wait_for_timeout(300)
        assert not outside
        card.click()
        frame = page.locator("iframe.embed-frame")
        expect(frame).to_have_attribute("title", "How I clean it")
        expect(page.frame_locator("iframe.embed-frame").locator("p")).to_have_text("film")
        assert "allow-top-navigation" not in frame.get_attribute("sandbox")
        assert outside == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]


def test_quotes_are_written_alike_on_both_sides(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    for words in ("It hums.\n\nAll day.", "a\n\n\n\nb  ", "> nested", "x" * 3_000):
        made = page.evaluate(
            """async ([handle, id, words]) => {
              const module = document.querySelector('script[src*="/js/editor"]').src.replace(/editor(\\.[0-9a-f]+)?\\.js.*/, "editor/quote.js");
              return (await import(module)).quoteMarkdown(handle, id, words);
            }""",
            ["mina", 7, words],
        )
        assert made == quote_markdown("mina", 7, words)


def test_toolbar_is_one_line_on_a_phone(visit, member, topic):
    page = visit(member, topic.get_absolute_url())
    page.set_viewport_size({"width": 390, "height": 800})
    area(page)
    bar = page.get_by_role("toolbar")
    bar.scroll_into_view_if_needed()
    assert bar.bounding_box()["height"] < 70
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box["width"] >= 43 and box["height"] >= 43
