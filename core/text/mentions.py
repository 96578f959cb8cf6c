"""`@handle` becomes a link to the member, outside code and links."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.text.links import split_words, text_token

MENTION = re.compile(r"(?<![\w@/.+-])@([A-Za-z0-9][A-Za-z0-9_-]{0,28}[A-Za-z0-9_])(?![\w@])")


def mentions_plugin(parser: MarkdownIt) -> None:
    parser.core.ruler.after("linkify", "mentions", _link_mentions)


def handles_in(tokens: list[Token]) -> set[str]:
    return {
        str(child.meta["handle"])
        for token in tokens
        for child in token.children or ()
        if child.info == "mention"
    }


def rename_mentions(text: str, handles: Iterable[str], new: str) -> str:
    """`text` with `@handle`, and addresses of the member's page, made to name `new`; other words stay."""
    names = "|".join(sorted(map(re.escape, handles), key=len, reverse=True))
    if not names:
        return text
    found = re.compile(
        rf"(?P<before>(?<![\w@/.+-])@|/m/)(?:{names})(?!\w|-\w)", re.IGNORECASE | re.ASCII
    )
    return found.sub(lambda match: match["before"] + new, text)


def _link_mentions(state: StateCore) -> None:
    split_words(state, "@", _split)


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    at = 0
    for match in MENTION.finditer(token.content):
        parts.append(text_token(token.content[at : match.start()], token.level))
        handle = match[1].lower()
        opening = Token("link_open", "a", 1, level=token.level, info="mention")
        opening.attrs = {"href": f"/m/{quote(handle)}/", "class": "mention"}
        opening.meta = {"handle": handle}
        parts += [
            opening,
            text_token(match[0], token.level + 1),
            Token("link_close", "a", -1, level=token.level),
        ]
        at = match.end()
    parts.append(text_token(token.content[at:], token.level))
    return parts
