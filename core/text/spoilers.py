"""Spoilers: `||words||` within a line, and a block from `:::spoiler Title` to `:::`."""

import re

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

MARK = "||"
MAX_TITLE = 150
_MARKS = re.compile(r"(?<!\|)\|\|(?!\|)")


def spoilers_plugin(parser: MarkdownIt) -> None:
    container_plugin(parser, "spoiler", render=_render_block)
    # Before the escaped characters are joined with the rest: `\||` is no mark.
    parser.core.ruler.after("inline", "spoilers", _mark_spoilers)


def _render_block(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    if tokens[index].nesting != 1:
        return "</details>\n"
    title = tokens[index].info.strip().removeprefix("spoiler").strip()[:MAX_TITLE]
    words = escapeHtml(title or gettext("Spoiler"))
    return f'<details class="spoiler"><summary>{words}</summary>\n'


def _mark_spoilers(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.content.count(MARK) > 1:
            block.children = _paired(_cut(block.children or []))


def _cut(children: list[Token]) -> list[Token]:
    """Each mark in the text a token of its own."""
    parts: list[Token] = []
    for token in children:
        if token.type != "text" or MARK not in token.content:
            parts.append(token)
            continue
        at = 0
        for match in _MARKS.finditer(token.content):
            parts += [_text(token.content[at : match.start()], token), _mark(token)]
            at = match.end()
        parts.append(_text(token.content[at:], token))
    return [part for part in parts if part.type != "text" or part.content]


def _paired(children: list[Token]) -> list[Token]:
    """Marks on one level with nothing below it between them become a pair, where words touch them inside."""
    opened: int | None = None
    level = 0
    for index, token in enumerate(children):
        if opened is not None and token.level < level:
            opened = None  # what the mark stood in has ended
        if token.type != "spoiler_mark":
            continue
        if opened is not None and token.level == level and not _blank_before(children, index):
            _turn(children[opened], "spoiler_open", 1)
            _turn(token, "spoiler_close", -1)
            opened = None
        elif (opened is None or token.level == level) and not _blank_after(children, index):
            opened, level = index, token.level
    for token in children:
        if token.type == "spoiler_mark":
            token.type = "text"
    return children


def _turn(token: Token, kind: str, nesting: int) -> None:
    token.type, token.tag, token.content = kind, "span", ""
    token.nesting = nesting  # type: ignore[assignment]
    if nesting == 1:
        token.attrs = {"class": "spoiler"}


def _blank_before(children: list[Token], index: int) -> bool:
    return index == 0 or _is_blank(children[index - 1], -1)


def _blank_after(children: list[Token], index: int) -> bool:
    return index + 1 == len(children) or _is_blank(children[index + 1], 0)


def _is_blank(token: Token, at: int) -> bool:
    """Whether a mark beside it stands free: at a blank, a line's end or another mark."""
    if token.type in {"softbreak", "hardbreak", "spoiler_mark"}:
        return True
    return token.type == "text" and token.content[at].isspace()


def _text(content: str, like: Token) -> Token:
    return Token("text", "", 0, content=content, level=like.level)


def _mark(like: Token) -> Token:
    return Token("spoiler_mark", "", 0, content=MARK, level=like.level)
