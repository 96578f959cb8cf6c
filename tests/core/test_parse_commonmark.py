"""Before sanitising, our parser follows CommonMark and GitHub's tables, strikethrough and links."""

import re

import pytest

from core.text.cooking import build_parser
from tests.core.outside import SHARED, outside

HAND_MADE = [
    {"markdown": "a\n===\n", "html": "<h1>a</h1>\n"},
    {"markdown": "1. a\n\n   b\n", "html": "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>\n"},
    {"markdown": "*a **b***\n", "html": "<p><em>a <strong>b</strong></em></p>\n"},
    {
        "markdown": "<https://a.example>\n",
        "html": '<p><a href="https://a.example">https://a.example</a></p>\n',
    },
]
GFM_HAND_MADE = [
    {
        "markdown": "| a |\n| - |\n| b |\n",
        "html": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
        "section": "Tables (extension)",
    },
    {"markdown": "~~a~~\n", "html": "<p><s>a</s></p>\n", "section": "Strikethrough (extension)"},
]
# Left out on purpose: raw HTML is text here, and only web and mail addresses are links.
RAW_HTML = re.compile(r"<(?:[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|/[a-zA-Z]|!|\?)|^<div", re.MULTILINE)
OTHER_SCHEME = re.compile(r"<(?!https?:|mailto:)[a-zA-Z][a-zA-Z0-9+.-]*:", re.IGNORECASE)


def _ours(row) -> bool:
    return not RAW_HTML.search(row["markdown"]) and not OTHER_SCHEME.search(row["markdown"])


COMMONMARK = HAND_MADE + [
    row for row in outside("commonmark/commonmark-spec-0.31.2.json") if _ours(row)
]
GFM = GFM_HAND_MADE + [
    row
    for row in outside("gfm/gfm-spec.json")
    if row["section"] in {"Tables (extension)", "Strikethrough (extension)"} and _ours(row)
]


def rendered(source: str, *, off: list[str]) -> str:
    parser = build_parser()
    parser.disable(off)
    return parser.render(source)


def test_outside_suites_are_used_where_they_are():
    if SHARED.is_dir():
        assert len(COMMONMARK) > 550
        assert len(GFM) >= 10


@pytest.mark.parametrize("row", COMMONMARK, ids=lambda row: str(row.get("example", "own")))
def test_commonmark(row):
    off = ["linkify", "mentions", "settle", "tasks", "strikethrough", "table"]
    html = rendered(row["markdown"], off=off)
    assert html.replace("<blockquote></", "<blockquote>\n</") == row["html"]


@pytest.mark.parametrize("row", GFM, ids=lambda row: str(row.get("example", "own")))
def test_github_tables_and_strikethrough(row):
    html = rendered(row["markdown"], off=["linkify", "mentions", "tasks", "settle"])
    html = re.sub(r' style="text-align:(\w+)"', r' align="\1"', html)
    assert html.replace("<s>", "<del>").replace("</s>", "</del>") == row["html"].replace(
        "<s>", "<del>"
    ).replace("</s>", "</del>")
