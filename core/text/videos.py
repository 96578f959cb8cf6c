"""A video's link that stands alone in its paragraph becomes a card that opens it."""

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from core import embeds


def videos_plugin(parser: MarkdownIt) -> None:
    parser.core.ruler.after("linkify", "videos", _mark_videos)


def _mark_videos(state: StateCore) -> None:
    for before, token in pairwise(state.tokens):
        if before.type != "paragraph_open" or token.type != "inline":
            continue
        children = [each for each in token.children or () if each.type != "text" or each.content]
        if len(children) < 3 or children[0].type != "link_open":
            continue
        if [index for index, each in enumerate(children) if each.type == "link_close"] != [
            len(children) - 1
        ]:
            continue
        if embeds.video(str(children[0].attrs.get("href", ""))):
            children[0].attrSet("class", "embed")
