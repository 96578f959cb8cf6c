"""HTML that is safe to show: cleaned by the one allow-list (core/allowed.py); and the plain words within."""

import html as entities
import re
from collections import Counter

import nh3
from django.utils.translation import gettext

from core import embeds
from core.allowed import (
    ADDED_ATTRIBUTES,
    ATTRIBUTES,
    DROPPED_WITH_CONTENT,
    LINK_REL,
    SCHEMES,
    TABLES,
    TAGS,
    filtered,
)
from core.uploaded import OWN_FILE, OWN_PICTURE, file_size, sources

__all__ = [
    "ADDED_ATTRIBUTES",
    "ATTRIBUTES",
    "OWN_PICTURE",
    "SCHEMES",
    "TAGS",
    "TextRefused",
    "TextTooDeep",
    "TextTooLong",
    "clean_html",
    "demand_cleanable",
    "links_and_pictures",
    "own_pictures",
    "own_uploads",
    "plain_text",
]

MAX_CHARS = 400_000
MAX_DEPTH = 200
# What is left once an element was taken out may be read differently: cleaned until it stays as it is.
MAX_ROUNDS = 4

# Sanitised HTML is canonical: lower case, every value in double quotes, `<` escaped elsewhere.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Their end tags may be left out, so an open one says nothing about depth.
_UNCOUNTED = {"p", "li", "dt", "dd", "option", "br", "hr", "img", "input"} | TABLES - {"table"}
_BLOCK_END = re.compile(
    r"</(?:p|div|h[1-6]|li|tr|pre|blockquote|dd|dt|table|ul|ol|details|summary)>|<[bh]r>"
)
# By class, what plain words do not tell, and what stands there instead.
_UNTOLD = {"spoiler": " […] ", "footnote-ref": "", "footnote-back": ""}
_TELLING = {"*": set(), "img": {"alt"}} | {
    name: {"class"} for name in ("span", "details", "sup", "a")
}


class TextRefused(ValueError):
    """A text that cannot be taken; its words say why, for the person who wrote it."""


class TextTooLong(TextRefused):
    """The text, or what it would become, is longer than we take."""


class TextTooDeep(TextRefused):
    """The text is nested deeper than any reader could follow."""


def clean_html(html: str, *, pictures: bool = True) -> str:
    """Return `html` with nothing in it that can act, point at secrets or leave its place.

    Pictures from elsewhere (and all, without `pictures`) become links to them. Raises TextRefused.
    """
    demand_cleanable(html)
    for _ in range(MAX_ROUNDS):
        before, html = html, _sanitised(html)
        if html == before:
            break
    return _settled(html, pictures)


def demand_cleanable(html: str) -> None:
    """Raise TextRefused where clean_html would, without the cleaning."""
    if len(html) > MAX_CHARS:
        raise TextTooLong(gettext("This text is too long."))
    _demand_shallow(html)


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=filtered,
        link_rel=LINK_REL,
        url_schemes=SCHEMES,
    )


def plain_text(html: str, limit: int | None = None) -> str:
    """Return the words of `html` on one line, cut at a word near `limit` characters. Raises TextTooDeep.

    What a spoiler hides stays hidden, and of notes only the words are left: excerpts, search and mail are made of this.
    """
    _demand_shallow(html)
    safe = nh3.clean(
        html[:MAX_CHARS],
        tags=set(TAGS),
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=_TELLING,
        link_rel=None,
    )
    words = " ".join(entities.unescape(_words_only(safe)).split())
    if limit is None or len(words) <= limit:
        return words
    cut = words[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > limit // 2 else cut).rstrip(" ,;:.") + "…"


def _words_only(safe: str) -> str:
    parts: list[str] = []
    at, hidden, depth = 0, "", 0
    for tag in _TAG.finditer(safe):
        closing, name, attributes = tag.groups()
        if hidden:  # within what is not told: only its own end counts
            if name == hidden:
                depth += -1 if closing else 1
                hidden = hidden if depth else ""
            at = tag.end()
            continue
        parts.append(safe[at : tag.start()])
        at = tag.end()
        values = _values(attributes)
        untold = (
            [] if closing else [word for word in values.get("class", "").split() if word in _UNTOLD]
        )
        if untold:
            hidden, depth = name, 1
            parts.append(_UNTOLD[untold[0]])
        elif name == "img":
            parts.append(_as_text(values.get("alt", "")))
        elif _BLOCK_END.fullmatch(tag[0]):
            parts.append("\n")
    return "".join(parts) + ("" if hidden else safe[at:])


def own_pictures(html: str) -> set[str]:
    """Return the ids of the uploads that sanitised `html` shows."""
    return {
        match[1]
        for tag in _TAG.finditer(html)
        if tag[2] == "img" and (match := OWN_PICTURE.fullmatch(_values(tag[3]).get("src", "")))
    }


def own_uploads(html: str) -> set[str]:
    """Return the ids of the uploads that sanitised `html` shows, and of the files it links to."""
    links = (_values(tag[3]).get("href", "") for tag in _TAG.finditer(html) if tag[2] == "a")
    files = {match[1] for href in links if (match := OWN_FILE.fullmatch(entities.unescape(href)))}
    return own_pictures(html) | files


def _demand_shallow(html: str) -> None:
    """Refuse deep nesting before parsing: parsers take quadratic time over it."""
    depth: Counter[str] = Counter()
    total = 0
    for closing, name in _RAW_TAG.findall(html):
        name = name.lower()
        if name in _UNCOUNTED:
            continue
        if not closing:
            depth[name] += 1
            total += 1
        elif depth[name]:
            depth[name] -= 1
            total -= 1
        if total > MAX_DEPTH:
            raise TextTooDeep(gettext("This text is nested too deeply."))


def _settled(safe: str, pictures: bool) -> str:
    """Give pictures their sizes, strangers' pictures a link, our own links their standing."""
    links = 0  # open ones; a link within a link (tables allow it) is none

    def settle(match: re.Match[str]) -> str:
        nonlocal links
        closing, name, attributes = match.groups()
        if name == "h1":  # a page has one, and it is not in somebody's post
            return f"<{closing}h2>"
        if name == "a":
            links += -1 if closing else 1
            if links > (0 if closing else 1):
                return ""
            return "</a>" if closing else f"<a{_link_attributes(attributes)}>"
        if name == "img":
            return _picture(_values(attributes), pictures, inside_link=links > 0)
        return match[0]

    return _TAG.sub(settle, safe)


def _values(attributes: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(attributes))


def _link_attributes(attributes: str) -> str:
    values = {
        name: value
        for name, value in _values(attributes).items()
        if name not in ADDED_ATTRIBUTES["a"]
    }
    href = entities.unescape(values.get("href", ""))
    if "embed" in values.get("class", "").split():
        _put_embed(values, embeds.video(href), embeds.picture(href))
    elif values.get("class") == "footnote-back":
        values["aria-label"] = entities.escape(gettext("Back to the text"))
    elif size := file_size(href):
        values |= {"class": "file", "data-size": size}
    elif values.get("class") == "file":
        del values["class"]
    if not (href.startswith("#") or (href.startswith("/") and href[1:2] not in {"/", "\\"})):
        values["rel"] = LINK_REL
    return "".join(f' {name}="{value}"' for name, value in values.items())


def _put_embed(
    values: dict[str, str], video: embeds.Embed | None, picture: embeds.Embed | None
) -> None:
    """Only what leads to a host on the list is a card; what it opens is made here, never taken over."""
    found = video or picture
    if found is None:
        del values["class"]
        return
    values["data-frame" if video else "data-picture"] = entities.escape(found.frame)
    values["data-host"] = entities.escape(found.host)


def _as_text(value: str) -> str:
    """Move an attribute's value into text, written as the sanitiser writes text."""
    return entities.escape(entities.unescape(value), quote=False).replace("\xa0", "&nbsp;")


def _picture(values: dict[str, str], pictures: bool, *, inside_link: bool) -> str:
    source, alt = values.get("src", ""), values.get("alt", "")
    own = OWN_PICTURE.fullmatch(source)
    if own and pictures:
        title = f' title="{values["title"]}"' if "title" in values else ""
        width, height = own[2], own[3]
        return (
            f'<img src="{source}" alt="{alt}"{title} width="{width}" height="{height}"{sources(source)}'
            ' loading="lazy" decoding="async">'
        )
    words = _as_text(alt) or entities.escape(gettext("picture"))
    if inside_link or not (own or source.startswith(("http://", "https://"))):
        return words
    if own:
        return f'<a href="{source}">{words}</a>'
    card = ' class="embed"' if pictures else ""
    attributes = _link_attributes(f' href="{source}"{card}')
    return f"<a{attributes}>{words}</a>"


def links_and_pictures(html: str) -> tuple[int, int]:
    """How many addresses on other sites the cleaned `html` links to, and how many pictures and files of ours it shows."""
    links, pictures = set(), 0
    for tag in _TAG.finditer(html):
        if tag[1]:
            continue
        attributes = dict(_ATTRIBUTE.findall(tag[3]))
        if tag[2] == "img" or (tag[2] == "a" and "data-size" in attributes):
            pictures += 1
        elif tag[2] == "a" and attributes.get("href", "").startswith(("http:", "https:", "//")):
            links.add(attributes["href"])
    return len(links), pictures
