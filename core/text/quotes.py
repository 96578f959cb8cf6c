"""A quote that keeps its author and its place is plain Markdown, which reads well anywhere:

> [@mina wrote](/p/123/):
>
> The words that were quoted.
"""

import re

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MAX_QUOTED = 2_000
_PLACE = re.compile(r"/p/[0-9]{1,18}/")


def quote_markdown(handle: str, post_id: int, words: str) -> str:
    """`words` quoted from a post, to be put into a reply; static/js/editor/quote.js does the same."""
    head = gettext("@%(handle)s wrote") % {"handle": handle}
    words = re.sub(r"\n{3,}", "\n\n", words.strip())[:MAX_QUOTED].strip()
    lines = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"> [{head}](/p/{post_id}/):\n>\n{lines}\n\n"


def quotes_plugin(parser: MarkdownIt) -> None:
    parser.core.ruler.after("inline", "quotes", _mark_quotes)


def _mark_quotes(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(len(tokens) - 3):
        if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        if _is_head(tokens[index + 2].children or []):
            tokens[index].attrSet("class", "quote")
            tokens[index + 1].attrSet("class", "quote-by")


def _is_head(children: list[Token]) -> bool:
    """A link to a post that begins with somebody's handle, then a colon, and nothing else on the paragraph."""
    words = [token for token in children if token.type != "text" or token.content]
    if len(words) != 4 or [token.type for token in words] != [
        "link_open", "text", "link_close", "text",
    ]:  # fmt: skip
        return False
    return (
        bool(_PLACE.fullmatch(str(words[0].attrs.get("href", ""))))
        and words[1].content.startswith("@")
        and words[3].content == ":"
    )


def outside_quotes(tokens: list[Token]) -> list[Token]:
    """The tokens that the writer said themselves: none from a quote of somebody else."""
    kept: list[Token] = []
    quoted = 0
    for token in tokens:
        if token.type == "blockquote_open" and (quoted or token.attrs.get("class") == "quote"):
            quoted += 1
        if not quoted:
            kept.append(token)
        elif token.type == "blockquote_close":
            quoted -= 1
    return kept
