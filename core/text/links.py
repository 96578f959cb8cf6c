"""Which addresses a text may link to, and how bare ones are found."""

import re
from collections.abc import Callable
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify as find_link
from markdown_it.token import Token

MAX_ADDRESS = 2_000
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ALLOWED = ("http:", "https:", "mailto:")
_CHUNK = re.compile(r"\S+")
_BEFORE_SLASHES = re.compile(r"(?:^|[^a-z0-9.+-])https?$", re.IGNORECASE)
_GUESSED = re.compile(r"(?:www\.|[^@]+@)", re.IGNORECASE)


def acceptable(address: str) -> bool:
    """Whether a text may link there: web, mail, or a place on this site."""
    address = address.strip()
    if len(address) > MAX_ADDRESS:
        return False
    return not _SCHEME.match(address) or address.lower().startswith(_ALLOWED)


def links_plugin(parser: MarkdownIt) -> None:
    parser.enable("linkify")
    parser.linkify = Linkifier()
    parser.validateLink = acceptable  # type: ignore[method-assign,assignment]
    parser.inline.ruler.at("linkify", _find_link)


def split_words(state: StateCore, sign: str, split: Callable[[Token], list[Token]]) -> None:
    """Let `split` take apart each piece of text that holds the sign, outside code and links."""
    for block in state.tokens:
        if block.type != "inline" or sign not in block.content:
            continue
        children: list[Token] = []
        links = 0
        for token in block.children or ():
            links += token.nesting if token.type in {"link_open", "link_close"} else 0
            if token.type == "text" and not links and sign in token.content:
                children.extend(
                    part for part in split(token) if part.type != "text" or part.content
                )
            else:
                children.append(token)
        block.children = children


def text_token(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _find_link(state: StateInline, silent: bool) -> bool:
    """Ask the library's rule, but show it the last characters only of the words before `://`.

    It searches all of them each time, which takes quadratic time on `://://://`.
    """
    if not state.src.startswith("://", state.pos) or not _BEFORE_SLASHES.search(state.pending[-8:]):
        return False
    words, scheme = state.pending[:-8], state.pending[-8:]
    if silent:
        state.pending = scheme
        found = find_link(state, True)
        state.pending = words + scheme
        return found
    if words:
        state.pending = words
        state.pushPending()
    state.pending = scheme
    return find_link(state, False)


class Linkifier(LinkifyIt):
    """Finds bare links word by word, so that no input makes it look at anything long twice.

    Without a scheme only `www.` and mail addresses count: `manage.py` is a file, not a site in Paraguay.
    """

    def __init__(self) -> None:
        super().__init__()
        self.add("//", None).add("ftp:", None)

    def pretest(self, text: str) -> bool:
        return "." in text or "@" in text or "://" in text

    test = pretest

    def match_at_start(self, text: str) -> Any:
        return super().match_at_start(text[: MAX_ADDRESS + 1])

    def match(self, text: str) -> list:
        found = []
        for chunk in _CHUNK.finditer(text):
            word = chunk[0]
            if len(word) > MAX_ADDRESS or not self.pretest(word):
                continue
            for link in super().match(word) or ():
                if not link.schema and not _GUESSED.match(link.text):
                    continue
                link.index += chunk.start()
                link.last_index += chunk.start()
                found.append(link)
        return found
