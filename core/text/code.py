"""Code in a fence that names its language is coloured: Pygments' tokens as a few classes of ours.

Bounded: languages on the list only, and blocks of a size and of lines no expression chokes on.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

MAX_CODE = 8_000
MAX_CODE_A_TEXT = 20_000
MAX_LINE = 500
# Coloured code that is this much longer than the plain is mostly tags: left plain.
MAX_GROWTH = 8
_NAMES = (
    "bash c c# c++ cpp csharp css diff docker dockerfile elixir go graphql haskell hcl html ini java javascript js"
    " json kotlin kt less lua makefile nginx objective-c perl php powershell ps1 python py r rb ruby rust rs"
    " scala scss sh shell sql swift terraform toml ts tsx typescript xml yaml yml zsh"
)
LANGUAGES = frozenset(_NAMES.split())
# Their own lexers take seconds over words set apart by blanks: a near relation's does.
_RELATIONS = {"java": "cpp", "c#": "cpp", "csharp": "cpp"}
_CLASS_OF: list[tuple[_TokenType, str]] = [
    (Token.Comment, "hl-c"),
    (Token.Generic.Inserted, "hl-i"),
    (Token.Generic.Deleted, "hl-d"),
    (Token.Generic.Heading, "hl-k"),
    (Token.Generic.Subheading, "hl-k"),
    (Token.Keyword, "hl-k"),
    (Token.Operator.Word, "hl-k"),
    (Token.Literal.String, "hl-s"),
    (Token.Literal.Number, "hl-n"),
    (Token.Name.Function, "hl-f"),
    (Token.Name.Class, "hl-f"),
    (Token.Name.Decorator, "hl-f"),
    (Token.Name.Tag, "hl-t"),
    (Token.Name.Attribute, "hl-t"),
    (Token.Name.Builtin, "hl-t"),
    (Token.Name.Variable, "hl-t"),
    (Token.Name.Constant, "hl-n"),
]
_LONG_LINE = re.compile(rf"[^\n]{{{MAX_LINE}}}")


def code_plugin(parser: MarkdownIt) -> None:
    parser.add_render_rule("fence", _render_fence)


def highlighted(code: str, language: str) -> str:
    """`code` as safe HTML, coloured where its language is on the list and it is not too long."""
    plain = escapeHtml(code)
    name = language.lower()
    if name not in LANGUAGES or len(code) > MAX_CODE or _LONG_LINE.search(code):
        return plain
    lexer = _lexer(name)
    if lexer is None:
        return plain
    runs = list(_runs(lexer, code))
    if "".join(words for _, words in runs) != code:  # what was written stays as it was
        return plain
    made = "".join(
        f'<span class="{kind}">{escapeHtml(words)}</span>' if kind else escapeHtml(words)
        for kind, words in runs
    )
    return made if len(made) <= MAX_GROWTH * len(plain) + 100 else plain


def _render_fence(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    token = tokens[index]
    info = unescapeAll(token.info).strip()
    language = info.split(maxsplit=1)[0] if info else ""
    env["code"] = env.get("code", 0) + len(token.content)
    whole = env["code"] <= MAX_CODE_A_TEXT
    words = highlighted(token.content, language) if whole else escapeHtml(token.content)
    named = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre><code{named}>{words}</code></pre>\n"


@lru_cache(maxsize=len(LANGUAGES))
def _lexer(name: str) -> Lexer | None:
    try:
        return get_lexer_by_name(_RELATIONS.get(name, name), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _class_of(kind: _TokenType) -> str:
    return next((name for parent, name in _CLASS_OF if kind in parent), "")


def _runs(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """Neighbours of one class in one piece; blanks at its end stand outside."""
    kept, words = "", ""
    for kind, piece in lexer.get_tokens(code):
        name = _class_of(kind)
        if name == kept or piece.isspace():
            words += piece
            continue
        yield from _run(kept, words)
        kept, words = name, piece
    yield from _run(kept, words)


def _run(name: str, words: str) -> Iterator[tuple[str, str]]:
    inner = words.rstrip()
    if inner:
        yield name, inner
    if len(inner) < len(words):
        yield "", words[len(inner) :]
