"""Footnotes: `[^1]` in the text, `[^1]: words` below. Their ids carry a name of the text, so that two posts of a page do not collide."""

import re
from hashlib import blake2b

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

MAX_ANCHORS = 20  # ways back from one note; the rest of its references lead there only
_REFERENCE = re.compile(r"\[\^([^\]\[\s]{1,60})\]")


def footnotes_plugin(parser: MarkdownIt) -> None:
    footnote_plugin(parser, inline=False)
    parser.inline.ruler.at("footnote_ref", _reference)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)


def text_name(source: str) -> str:
    """A short name for a text: the same words have the same."""
    return blake2b(source.encode(errors="surrogatepass"), digest_size=5).hexdigest()


def _reference(state: StateInline, silent: bool) -> bool:
    """As the library's rule, but it looks at sixty characters only: `[^[^[^` costs it quadratic time."""
    notes = state.env.get("footnotes", {})
    if not notes.get("refs") or not state.src.startswith("[^", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match or f":{match[1]}" not in notes["refs"]:
        return False
    if not silent:
        listed = notes.setdefault("list", {})
        number = notes["refs"][f":{match[1]}"]
        if number < 0:
            number = notes["refs"][f":{match[1]}"] = len(listed)
            listed[number] = {"label": match[1], "count": 0}
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": number, "subId": listed[number]["count"]}
        listed[number]["count"] += 1
    state.pos = match.end()
    return True


def _note(token: Token, env: dict) -> str:
    return f"{env['name']}-{token.meta['id'] + 1}"


def _place(token: Token, env: dict) -> str:
    again = token.meta["subId"]
    return _note(token, env) + (f"-{again + 1}" if again else "")


def _render_reference(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    token = tokens[index]
    place = f' id="fnref-{_place(token, env)}"' if token.meta["subId"] < MAX_ANCHORS else ""
    return (
        f'<sup class="footnote-ref"><a href="#fn-{_note(token, env)}"{place}>'
        f"{token.meta['id'] + 1}</a></sup>"
    )


def _render_open(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    return f'<li id="fn-{_note(tokens[index], env)}">'


def _render_anchor(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    if tokens[index].meta["subId"] >= MAX_ANCHORS:
        return ""
    return f' <a href="#fnref-{_place(tokens[index], env)}" class="footnote-back">↩</a>'


_RULES = {
    "footnote_ref": _render_reference,
    "footnote_block_open": lambda *_: '<ol class="footnotes">\n',
    "footnote_block_close": lambda *_: "</ol>\n",
    "footnote_open": _render_open,
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": _render_anchor,
}
