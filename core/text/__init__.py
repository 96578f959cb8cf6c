"""What people write, made safe to show: Markdown in, clean HTML out, by one pipeline."""

from core.html import (
    TextRefused,
    TextTooDeep,
    TextTooLong,
    clean_html,
    links_and_pictures,
    plain_text,
)
from core.text.cooking import MAX_SOURCE, cook, mentions, topics_named
from core.text.diff import Change, diff_html, word_diff
from core.text.mentions import rename_mentions
from core.text.quotes import quote_markdown

__all__ = [
    "MAX_SOURCE",
    "Change",
    "TextRefused",
    "TextTooDeep",
    "TextTooLong",
    "clean_html",
    "cook",
    "diff_html",
    "links_and_pictures",
    "mentions",
    "plain_text",
    "quote_markdown",
    "rename_mentions",
    "topics_named",
    "word_diff",
]
