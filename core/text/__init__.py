"""What people write, made safe to show: Markdown in, clean HTML out, by one pipeline."""

from core.html import (
    TextRefused,
    TextTooDeep,
    TextTooLong,
    clean_html,
    links_and_pictures,
    plain_text,
)
from core.text.cooking import MAX_SOURCE, cook, mentions
from core.text.diff import Change, diff_html, word_diff
from core.text.mentions import rename_mentions

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
    "rename_mentions",
    "word_diff",
]
