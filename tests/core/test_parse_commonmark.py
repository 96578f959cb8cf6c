"""Before sanitising, our parser follows CommonMark and GitHub's dialect, example by example; where it does not, the reason stands here."""

import re

import pytest

from core.text.cooking import build_parser
from tests.core.outside import SHARED, outside

HAND_MADE = [
    {"markdown": "a\n===\n", "html": "<h1>a</h1>\n"},
    {"markdown": "1. a\n\n   b\n", "html": "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>\n"},
    {"markdown": "*a **b***\n", "html": "<p><em>a <strong>b</strong></em></p>\n"},
    {"markdown": "<https://a.example>\n", "html": '<p><a href="https://a.example">https://a.example</a></p>\n'},
    {
        "markdown": "| a |\n| - |\n| b |\n",
        "html": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
    },
    {"markdown": "~~a~~\n", "html": "<p><del>a</del></p>\n"},
    {"markdown": "<b>a</b>\n", "html": "<p><b>a</b></p>\n"},
]  # fmt: skip
COMMONMARK = outside("commonmark/commonmark-spec-0.31.2.json")
GFM = outside("gfm/gfm-spec.json")

BARE = "a bare address is a link, as on GitHub"
SCHEME = "only web and mail addresses are links"
CALLED = "`@name` calls a member"
TOPIC = "`#5` names a topic"
GUESSED = "a bare address ends where the link finder (linkify-it) says: brackets and entities"
OUTRIGHT = "GitHub lets some raw HTML in and not other; here all of it is text"
MAIL = "a bare mail address needs a top level domain that exists"
# By the text of the example, for the two suites count differently.
DIFFERENT = {
    "#5 bolt\n\n#hashtag\n": TOPIC,
    "<irc://foo.bar:2233/baz>\n": SCHEME,
    "<a+b+c:d>\n": SCHEME,
    "<made-up-scheme://foo,bar>\n": SCHEME,
    "<localhost:5001/foo>\n": SCHEME,
    "<https://foo.bar/baz bim>\n": BARE,
    "<http://foo.bar/baz bim>\n": BARE,
    "<foo\\+@bar.example.com>\n": CALLED,
    "< https://foo.bar >\n": BARE,
    "< http://foo.bar >\n": BARE,
    "https://example.com\n": BARE,
    "http://example.com\n": BARE,
    "foo@bar.example.com\n": BARE,
    "www.google.com/search?q=(business))+ok\n": GUESSED,
    "www.google.com/search?q=commonmark&hl=en\n\nwww.google.com/search?q=commonmark&hl;\n": GUESSED,
    "http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))\n\n"
    "Anonymous FTP is available at ftp://foo.bar.baz.\n": SCHEME,
    "<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  <XMP> is also disallowed.\n"
    "</blockquote>\n": OUTRIGHT,
    "foo@bar.baz\n": MAIL,
    "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.\n": MAIL,
    "a.b-c_d@a.b\n\na.b-c_d@a.b.\n\na.b-c_d@a.b-\n\na.b-c_d@a.b_\n": MAIL,
}
RAW_HTML = {False: "as it is written", True: "raw HTML is text: with it on, the example matches"}


def rendered(source: str, *, raw_html: bool = False, only_commonmark: bool = False) -> str:
    parser = build_parser()
    parser.disable(["settle"])  # headings step down: a page has its own first
    if only_commonmark:
        parser.disable(["linkify", "mentions", "topics"])
    parser.options["html"] = raw_html
    html = parser.renderer.render(parser.parse(source), parser.options, {"name": "x"})
    return same(re.sub(r'<span class="hl-\w">|</span>', "", html))


def same(html: str) -> str:
    """Ways of writing the same."""
    html = re.sub(r' style="text-align:(\w+)"', r' align="\1"', html)
    html = html.replace("<s>", "<del>").replace("</s>", "</del>")
    return html.replace("<blockquote></", "<blockquote>\n</")


def verdict(row: dict) -> str | None:
    """Why the example is as it is: None where neither it matches nor there is a reason."""
    expected = same(row["html"])
    if rendered(row["markdown"]) == expected:
        return RAW_HTML[False]
    if row["markdown"] in DIFFERENT:
        return DIFFERENT[row["markdown"]]
    if any(
        rendered(row["markdown"], raw_html=True, only_commonmark=only) == expected
        for only in (False, True)
    ):
        return RAW_HTML[True]
    return None


def test_outside_suites_are_used_where_they_are():
    if SHARED.is_dir():
        assert len(COMMONMARK) > 640
        assert len(GFM) > 660


def test_reasons_are_needed():
    for row in COMMONMARK + GFM:
        if row["markdown"] in DIFFERENT:
            assert rendered(row["markdown"]) != same(row["html"]), row["markdown"]


@pytest.mark.parametrize(
    "row", HAND_MADE + COMMONMARK, ids=lambda row: str(row.get("example", "own"))
)
def test_commonmark(row):
    assert verdict(row), rendered(row["markdown"])


@pytest.mark.parametrize("row", HAND_MADE + GFM, ids=lambda row: str(row.get("example", "own")))
def test_github(row):
    assert verdict(row), rendered(row["markdown"])


def test_most_match_as_they_are():
    rows = COMMONMARK + GFM
    if rows:
        verdicts = [verdict(row) for row in rows]
        assert verdicts.count(RAW_HTML[False]) > 0.85 * len(rows)
