"""Task lists: an item that begins with `[ ]` or `[x]` gets a box, as a sign rather than a control."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")


def tasks_plugin(parser: MarkdownIt) -> None:
    parser.core.ruler.after("inline", "tasks", _mark_tasks)


def _mark_tasks(state: StateCore) -> None:
    # The lists we are inside of, so that each is found at once. A footnote inside a footnote's list takes half of the list away.
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            if lists:
                lists.pop()
        elif token.type == "inline" and state.tokens[index - 2].type == "list_item_open":
            done = _take_sign(token)
            if done is not None:
                state.tokens[index - 2].attrSet("class", "task-list-item")
                if lists:
                    lists[-1].attrSet("class", "contains-task-list")
                token.children = [*_box(done), *(token.children or ())]


def _take_sign(token: Token) -> bool | None:
    """Cut the sign off the words; return whether it says done, None where there is none."""
    sign = _TASK.match(token.content)
    first = token.children[0] if token.children else None
    if (
        not sign
        or first is None
        or first.type != "text"
        or not first.content.startswith(sign[0].rstrip())
    ):
        return None
    first.content = first.content[len(sign[0].rstrip()) :]
    return sign[1] != " "


def _box(done: bool) -> list[Token]:
    opening = Token("span_open", "span", 1)
    opening.attrs = {"class": "task task-done" if done else "task"}
    return [
        opening,
        Token("text", "", 0, content="☑" if done else "☐"),
        Token("span_close", "span", -1),
    ]
