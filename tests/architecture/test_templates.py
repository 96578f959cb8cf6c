"""Templates hold to the strict content security policy and to the rule that text is translatable HTML, not script."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page
    for kind in ("*.html", "*.jinja")
    for page in (ROOT / "templates").rglob(kind)
    if "emails" not in page.relative_to(ROOT).parts
)
FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")",
    "an on… handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "a javascript: address": r"[\"']\s*javascript:",
    "htmx that evaluates code": r"\shx-on[:-]|\shx-vals=[\"']js:|\shx-vars=",
    "a resource of another origin": r"<(?:script|img|link)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
}

# Answered without a token, with another proof instead.
TOKENLESS = {
    "accounts/consent/_banner.html": "asked on pages from the cache; the view checks the origin",
    "content/library/_download_first.html": "the same for all visitors, too",
    "forums/kinds/_press_first.html": "stands on pages that are the same for all visitors; the view checks the origin",
    "notifications/mail/unsubscribe.html": "mail programs press it too; its address is signed",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "templates")))
def test_page_has_nothing_the_policy_refuses(page: Path) -> None:
    text = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", page.read_text(), flags=re.S
    )
    found = {
        name: match[0][:80]
        for name, rule in FORBIDDEN.items()
        if (match := re.search(rule, text, re.S))
    }
    assert not found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "templates")))
def test_every_posting_form_carries_its_token(page: Path) -> None:
    name = page.relative_to(ROOT / "templates")
    if str(name) in TOKENLESS:
        return
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", page.read_text(), re.S | re.I):
        waits = 'url("accounts:kept")' in form  # a visitor's: the view checks the origin
        assert "csrf_token" in form or waits, form[:120]


def test_the_rules_catch_what_they_name() -> None:
    bad = [
        '<p style="color: red">', "<style>p {}</style>", "<script>alert(1)</script>", '<a onclick="go()">',
        '<a href="javascript:go()">', '<a hx-on:click="go()">', '<script src="https://cdn.example/x.js">',
    ]  # fmt: skip
    for (name, rule), sample in zip(FORBIDDEN.items(), bad, strict=True):
        assert re.search(rule, sample), name
