"""Whatever is written: nothing acts, the marks are balanced, links keep their target, and what is clean stays as it is."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from core.text import TextRefused, clean_html, cook, plain_text
from tests.core.hostile import assert_harmless
from tests.core.outside import outside

PIECES = [
    "a", "b c", " ", "\n", "\n\n", "*", "**", "_", "~~", "`", "```\n", "```js\n", "||", "|", "|-|\n", ":::spoiler x\n", ":::\n",
    "[^1]", "[^1]: ", "[", "](", "](/t/1/)", ")", "![", "> ", "- ", "1. ", "- [ ] ", "# ", "#12", "@bob", "[@a wrote](/p/1/):\n",
    "https://b.org/x?y=1&z", "https://youtu.be/dQw4w9WgXcQ", "<script>", "</details>", "<span class=spoiler>", "&lt;", "&amp;", "\\", "\"", "'",
    "</", "javascript:", "\u202e", "\t", "    ", "(", "<https://c.org>",
]  # fmt: skip
markdown = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
_UNKNOWN_TO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
VOID = {"br", "hr", "img"}


def assert_balanced(html: str) -> None:
    """Each element ends where it should: strictly, as XML is read, so nothing is repaired on the way."""
    for name in VOID:
        html = html.replace(f"<{name}>", f"<{name}/>")
    html = html.replace("&nbsp;", "\u00a0")
    html = re.sub(r"<(img[^>]*)>", r"<\1/>", html)
    etree.fromstring(f"<div>{html}</div>", etree.XMLParser(recover=False, resolve_entities=False))


def cooked(source: str) -> str:
    try:
        return cook(source)
    except TextRefused:
        return ""


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append((dict(attrs).get("href", ""), ""))

    def handle_data(self, data):
        if self.found:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


def test_reader_sees_what_is_not_balanced():
    for html in ("<p>a", "<p><b>a</p></b>", "a</p>"):
        with pytest.raises(etree.XMLSyntaxError):
            assert_balanced(html)


@settings(max_examples=400, deadline=None)
@example("[^1]: - [^1]: ")
@example("[^1]: - [ ] a\n    [^2]: - [x] b\n\n[^1] [^2]")
@given(markdown)
def test_cooked_text_is_harmless_balanced_and_settled(source):
    html = cooked(source)
    assert_harmless(html)
    assert "<script" not in html
    assert clean_html(html) == html
    assert cooked(source) == html
    assert_balanced(html)
    assert "<" not in unescape(plain_text(html)) or "<" in unescape(source)


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(r"https?://[a-z]{1,8}\.(org|example)(/[A-Za-z0-9._~-]{0,8}){0,3}(\?[a-z]=([a-z0-9&=+]|%[0-9A-F]{2}){0,8})?", fullmatch=True)
)  # fmt: skip
def test_links_keep_their_target(address):
    assert _Links(cook(f"[words](<{address}>)")).found[0] == (address, "words\n")
    assert _Links(cook(f"<{address}>")).found[0][0] == address
    assert (
        _Links(clean_html(f'<a href="{address.replace("&", "&amp;")}">x</a>')).found[0][0]
        == address
    )


@settings(max_examples=200, deadline=None)
@given(markdown, markdown)
def test_a_spoiler_is_never_told(before, after):
    """Whatever stands around it: the word is in the page only, or it was no spoiler."""
    html = cooked(f"{before}\n\n:::spoiler Title\n\nxyzzy\n\n:::\n\n{after}")
    if '<details class="spoiler"><summary>Title</summary>\n<p>xyzzy</p>\n</details>' in html:
        assert "xyzzy" not in plain_text(html)


def test_collections_from_outside_come_out_balanced():
    rows = outside("commonmark/commonmark-spec-0.31.2.json") + outside("gfm/gfm-spec.json")
    texts = [row["markdown"] for row in rows] + outside("blns/blns.json")
    texts += [row["payload"] for row in outside("dompurify/expect.json")] + ["*a* [b](c)"]
    for text in texts:
        for made in (cooked(text), clean_html(text)):
            assert_balanced(_UNKNOWN_TO_XML.sub(" ", made))
