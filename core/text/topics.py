"""`#123` becomes a link to that topic. What it is called is asked of whoever knows topics, on write."""

import re
from collections.abc import Callable, Iterable, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.text.links import split_words, text_token

MAX_TITLES = 30
TOPIC = re.compile(r"(?<![\w#/&.+-])#([1-9][0-9]{0,8})(?![\w#-])")

# The titles of those topics that everybody may see; of the others nothing is said.
Titles = Callable[[Iterable[int]], Mapping[int, str]]
_titles: Titles | None = None


def register(titles: Titles) -> None:
    """Let cooking ask for titles: from an app's `ready()`."""
    global _titles
    _titles = titles


def topics_plugin(parser: MarkdownIt) -> None:
    parser.core.ruler.after("linkify", "topics", _link_topics)


def topics_in(tokens: list[Token]) -> list[int]:
    """The numbers of the topics that are named, each once, in order."""
    return list(dict.fromkeys(token.meta["topic"] for token in _opened(tokens)))


def put_titles(tokens: list[Token]) -> None:
    """Write the titles of topics that everybody may see behind their numbers."""
    numbers = topics_in(tokens)
    if not numbers or _titles is None:
        return
    known = _titles(numbers[:MAX_TITLES])
    for opening in _opened(tokens):
        title = known.get(opening.meta["topic"])
        if title:
            opening.meta["words"].content = f"#{opening.meta['topic']} {title}"


def _opened(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or () if child.info == "topic"]


def _link_topics(state: StateCore) -> None:
    split_words(state, "#", _split)


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    at = 0
    for match in TOPIC.finditer(token.content):
        words = text_token(match[0], token.level + 1)
        opening = Token("link_open", "a", 1, level=token.level, info="topic")
        opening.attrs = {"href": f"/t/{match[1]}/", "class": "topic-link"}
        opening.meta = {"topic": int(match[1]), "words": words}
        before = text_token(token.content[at : match.start()], token.level)
        parts += [before, opening, words, Token("link_close", "a", -1, level=token.level)]
        at = match.end()
    parts.append(text_token(token.content[at:], token.level))
    return parts
