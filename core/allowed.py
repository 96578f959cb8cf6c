"""The one allow-list of what people's text may hold: elements, attributes, classes, ids, addresses."""

import re

LINK_REL = "nofollow ugc noopener"

BLOCKS = {"blockquote", "div", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"} | {
    "details",
    "summary",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}  # the first becomes the second
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
WORDS = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "s", "samp"} | {
    "span",
    "strong",
    "sub",
    "sup",
    "var",
}
TAGS = frozenset(BLOCKS | HEADINGS | TABLES | WORDS)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the library allows `title` and `lang` everywhere
    "a": {"href", "title", "class", "id"},
    "abbr": {"title"},
    "blockquote": {"class"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "details": {"class"},
    "li": {"class", "id"},
    "ol": {"start", "class"},
    "p": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "td": {"align"},
    "th": {"align"},
    "ul": {"class"},
}
# What the sanitiser adds itself to the pictures and links it let through.
ADDED_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the library allows `title` and `lang` everywhere
    "a": {"rel", "data-size", "data-frame", "data-picture", "data-host", "aria-label"},
    "img": {"width", "height", "srcset", "sizes", "loading", "decoding"},
}
# What coloured code consists of: core/text/code.py says which of Pygments' tokens is which.
CODE_CLASSES = {"hl-c", "hl-k", "hl-s", "hl-n", "hl-f", "hl-t", "hl-i", "hl-d"}
CLASSES = {
    "a": {"mention", "topic-link", "embed", "footnote-back", "file"},
    "blockquote": {"quote"},
    "details": {"spoiler"},
    "li": {"task-list-item"},
    "ol": {"footnotes"},
    "p": {"quote-by"},
    "span": {"task", "task-done", "spoiler"} | CODE_CLASSES,
    "sup": {"footnote-ref"},
    "ul": {"contains-task-list"},
}
DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "title", "textarea", "iframe"}
SCHEMES = {"http", "https", "mailto"}

_LANGUAGE = re.compile(r"language-[\w+#.-]{1,30}")
_ADDRESS_PATH = re.compile(r"[/?#]")
_NUMBER = re.compile(r"[0-9]{1,9}")
_NOTE = {
    "li": re.compile(r"fn-[0-9a-f]{10}-[0-9]{1,5}"),
    "a": re.compile(r"fnref-[0-9a-f]{10}-[0-9]{1,5}(?:-[0-9]{1,5})?"),
}


def filtered(tag: str, name: str, value: str) -> str | None:
    """What is left of an attribute that its element may have; None: nothing."""
    if name == "class":
        if tag == "code":
            return value if _LANGUAGE.fullmatch(value) else None
        return " ".join(word for word in value.split() if word in CLASSES.get(tag, ())) or None
    if name in {"href", "src"}:
        return value if _leads_somewhere_safe(value) else None
    if name == "start":
        return value if _NUMBER.fullmatch(value) else None
    if name == "align":
        return value if value in {"left", "center", "right"} else None
    if name == "id":  # a page's own ids are its own: notes have theirs
        return value if tag in _NOTE and _NOTE[tag].fullmatch(value) else None
    return value


def _leads_somewhere_safe(address: str) -> bool:
    """Whether all that stands before a colon, read as carelessly as can be, is a scheme we allow."""
    start = _ADDRESS_PATH.split(address, maxsplit=1)[0]
    scheme, colon, _ = start.partition(":")
    return not colon or scheme.strip().lower() in SCHEMES
