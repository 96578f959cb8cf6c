"""Markdown to safe HTML. The parser may be fooled; the allow-list after it may not."""

import threading
from importlib import import_module
from typing import Any

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.html import TextTooLong, clean_html
from core.text.code import code_plugin
from core.text.footnotes import footnotes_plugin, text_name
from core.text.links import links_plugin
from core.text.mentions import handles_in, mentions_plugin
from core.text.quotes import outside_quotes, quotes_plugin
from core.text.spoilers import spoilers_plugin
from core.text.tasks import tasks_plugin
from core.text.topics import put_titles, topics_in, topics_plugin
from core.text.videos import videos_plugin

MAX_SOURCE = 50_000
MAX_NESTING = 32
# Reference links repeat one long address cheaply; what they expand to is bounded by this.
MAX_ADDRESS_CHARS = 100_000

# A narrow row is filled up to the head's width: 65,536 such cells take a second, and nobody reads them.
_table: Any = import_module("markdown_it.rules_block.table")
_table.MAX_AUTOCOMPLETED_CELLS = 2_000

_mine = threading.local()  # the link finder keeps state between calls: one parser a thread


def cook(source: str, *, pictures: bool = True, titles: bool = False) -> str:
    """Return safe HTML for Markdown `source`. Raises TextRefused when it is too long or too deep.

    With `titles`, `#123` says what the topic is called, where everybody may see it: for whoever cooks again when
    that changes (`topics_named`).
    """
    parser = _parser()
    tokens = _parsed(source)
    if titles:
        put_titles(tokens)
    html = parser.renderer.render(tokens, parser.options, {"name": text_name(source)})
    return clean_html(html, pictures=pictures)


def mentions(source: str) -> set[str]:
    """Return the handles called with `@` in `source`, in lower case; none from code, links or quotes of others."""
    return handles_in(outside_quotes(_parsed(source)))


def topics_named(source: str) -> list[int]:
    """Return the topics that `source` names with `#`."""
    return topics_in(_parsed(source))


def build_parser() -> MarkdownIt:
    """CommonMark with what people expect of a forum besides; raw HTML is text."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(links_plugin).use(tasks_plugin).use(mentions_plugin).use(topics_plugin)
    parser.use(footnotes_plugin).use(spoilers_plugin).use(quotes_plugin).use(videos_plugin)
    parser.use(code_plugin)
    parser.core.ruler.push("settle", _settle)
    return parser


def _parser() -> MarkdownIt:
    if not hasattr(_mine, "parser"):
        _mine.parser = build_parser()
    return _mine.parser


def _parsed(source: str) -> list[Token]:
    if len(source) > MAX_SOURCE:
        raise TextTooLong(
            gettext("This text has %(length)d characters; %(most)d is the most we take.")
            % {"length": len(source), "most": MAX_SOURCE}
        )
    tokens = _parser().parse(source)
    if _address_chars(tokens) > MAX_ADDRESS_CHARS:
        raise TextTooLong(gettext("This text repeats long links too often."))
    return tokens


def _address_chars(tokens: list[Token]) -> int:
    inner = (child for token in tokens for child in token.children or ())
    return sum(
        len(str(value))
        for token in inner
        for name, value in token.attrs.items()
        if name in {"href", "src", "title"}
    )


def _settle(state: StateCore) -> None:
    """Headings one step down (the page has its own first), cell alignment without inline style."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
        elif token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
