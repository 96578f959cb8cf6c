"""No text takes more than its share of time: four times the input costs four times the work, not sixteen.

Processor time is compared with itself at two sizes, so a slow or busy machine changes nothing.
"""

import contextlib
import time

import pytest

from core.text import TextRefused, clean_html, cook, diff_html, mentions, plain_text
from core.text.code import LANGUAGES, MAX_CODE, MAX_LINE, highlighted
from core.text.diff import word_diff

SIZE, TIMES, MOST = 4_000, 4, 9.0  # linear gives 4, quadratic 16

NASTY = {
    "open brackets": lambda n: "[" * n,
    "open pictures": lambda n: "![" * (n // 2),
    "open links": lambda n: "[a](" * (n // 4),
    "open link addresses": lambda n: "[a](<b" * (n // 6),
    "nested links": lambda n: "[" * (n // 8) + "a" + "](b)" * (n // 8),
    "nested pictures": lambda n: "![[]()" * (n // 6),
    "open emphasis": lambda n: "*a_ " * (n // 4),
    "mixed emphasis": lambda n: "a**b" + "c* " * (n // 3),
    "open strikes": lambda n: "~~a" * (n // 3),
    "ticks of many lengths": lambda n: "".join(
        "e" + "`" * i for i in range(1, int((2 * n) ** 0.5))
    ),
    "angle brackets": lambda n: "<" * n,
    "comments": lambda n: "<!--" * (n // 4),
    "entities": lambda n: "&" * n,
    "quotes": lambda n: ">" * n,
    "quotes on every line": lambda n: ("> " * 30 + "a\n") * (n // 62),
    "list in list": lambda n: "- " * (n // 2) + "a",
    "many items": lambda n: "- a\n" * (n // 4),
    "many tasks": lambda n: "- [ ] a\n" * (n // 8),
    "table rows": lambda n: "|a|\n|-|\n" + "|\n" * (n // 2),
    "links": lambda n: "http://a.b " * (n // 11),
    "schemes": lambda n: "://" * (n // 3),
    "schemes within a bracket": lambda n: "a" * (n // 2) + "[" + "http://" * (n // 14),
    "parentheses in links": lambda n: "http://a.b/(" * (n // 12),
    "dots in links": lambda n: "http://a.b/" + "." * n,
    "mail schemes": lambda n: "mailto:" * (n // 7),
    "long mail address": lambda n: "a" * n + "@",
    "mail addresses": lambda n: "a@b." * (n // 4),
    "mentions": lambda n: "@ab " * (n // 4),
    "at signs": lambda n: "@" * n,
    "reference lines": lambda n: "[a\n" * (n // 3),
    "references": lambda n: "".join(f"[a{i}]: /x\n" for i in range(n // 10)),
    "blank": lambda n: "a" + " " * n + "a",
    "empty lines": lambda n: "\n" * n,
    "open notes": lambda n: "[^" * (n // 2) + "\n\n[^a]: b",
    "note references": lambda n: "[^a]" * (n // 4) + "\n\n[^a]: b",
    "notes": lambda n: "".join(f"[^{i}]\n\n[^{i}]: a\n\n" for i in range(n // 18)),
    "notes in notes": lambda n: "[^a]: " * (n // 6) + "\n\n[^a]",
    "spoilers": lambda n: "||a|| " * (n // 6),
    "open spoilers": lambda n: "||a " * (n // 4),
    "spoilers on many levels": lambda n: "**||a " * (n // 6),
    "bars": lambda n: "|" * n,
    "spoiler blocks": lambda n: ":::spoiler\na\n:::\n" * (n // 17),
    "open spoiler blocks": lambda n: ":::spoiler\n" * (n // 11),
    "colons": lambda n: ":" * n,
    "topics": lambda n: "#12 " * (n // 4),
    "hashes": lambda n: "#" * n,
    "quotes with a head": lambda n: "> [@a wrote](/p/1/):\n\na\n\n" * (n // 26),
    "videos": lambda n: "https://youtu.be/dQw4w9WgXcQ\n\n" * (n // 30),
    "fences": lambda n: "```py\na = 1\n```\n" * (n // 16),
    "open fences": lambda n: "```py\n" * (n // 6),
    "zeros": lambda n: "\0" * n,
}
NASTY_HTML = {
    "open": lambda n: "<b>" * (n // 3),
    "lists": lambda n: "<ul><li>" * (n // 8),
    "misnested": lambda n: "<b><p></b>" * (n // 10),
    "angle brackets": lambda n: "<" * n,
    "half tags": lambda n: "<a href='" * (n // 9),
    "spoilers": lambda n: "<span class=spoiler>" * 50 + "<span class=spoiler>a</span>" * (n // 28),
    "open details": lambda n: "<details class=spoiler>" * (n // 23),
    "pictures": lambda n: "<img src=https://a.b/c alt=d>" * (n // 30),
}


def seconds(work, text: str, times: int) -> float:
    """The least processor time of so many goes: what disturbs a measure only ever adds to it."""

    def once() -> float:
        began = time.process_time()
        with contextlib.suppress(TextRefused):
            work(text)
        return time.process_time() - began

    return min(once() for _ in range(times))


def assert_linear(work, make, size: int = SIZE) -> None:
    small_text, large_text = make(size), make(size * TIMES)
    large = seconds(work, large_text, 1)
    # Below a few milliseconds the clock, not the work, is measured.
    if large < 0.02:
        return
    small = seconds(work, small_text, 5)
    if large / small < MOST:
        return
    large = min(large, seconds(work, large_text, 3))
    small = min(small, seconds(work, small_text, 10))
    assert large < 0.02 or large / small < MOST, (
        f"{large / small:.1f} times the work: {small:.4f} s, {large:.4f} s"
    )


def test_measure_sees_quadratic_work():
    """Large enough that a busy machine cannot make the small one look as long as nine parts of sixteen."""
    with pytest.raises(AssertionError, match="times the work"):
        assert_linear(lambda text: [text.count("b") for _ in text], lambda n: "a" * n, 12_000)


def test_measure_lets_linear_work_pass():
    assert_linear(lambda text: [ord(each) % 7 for each in text], lambda n: "a" * n, 200_000)


@pytest.mark.parametrize("name", NASTY)
def test_cooking(name):
    assert_linear(cook, NASTY[name])


@pytest.mark.parametrize("name", NASTY_HTML)
def test_cleaning(name):
    assert_linear(clean_html, NASTY_HTML[name], SIZE * 4)
    assert_linear(plain_text, NASTY_HTML[name], SIZE)


CODE = {
    "words": "a b c ",
    "brackets": "([{<",
    "quotes": "'\"`",
    "open comments": "/* ",
    "escapes": "\\\\",
    "numbers": "1e9.",
    "tags": "<a b='",
    "dollars": "${$(",
    "lines": "a:\n  - 'b\n",
    "heredocs": "<<A\n",
    "blanks": "a   \t\n",
    "keys": "a=b;",
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_colouring_code(language):
    """Pygments looks for the end of what is open again and again: so a block is bounded, and so are all of a text."""
    for piece in CODE.values():
        text = piece * (MAX_CODE // len(piece))
        # Lines as long as they may be: what is longer is left plain, and proves nothing.
        step = MAX_LINE - 1
        code = "\n".join(text[at : at + step] for at in range(0, len(text), step))[:MAX_CODE]
        began = time.process_time()
        highlighted(code, language)
        assert time.process_time() - began < 0.5, piece


@pytest.mark.parametrize("name", ["mentions", "at signs", "many items"])
def test_finding_mentions(name):
    assert_linear(mentions, NASTY[name])


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "a " * n,
        lambda n: "a b " * (n // 2),
        lambda n: "".join(f"w{i} " for i in range(n)),
    ],
)
def test_telling_versions_apart(make):
    assert_linear(lambda text: word_diff(text, text[::-1]), make)
    assert_linear(
        lambda text: diff_html(text.replace(" ", "\n\n"), text[::-1].replace(" ", "\n\n")), make
    )
