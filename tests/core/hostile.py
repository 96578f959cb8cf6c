"""Reads HTML with a second parser and says whether it could do harm."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

from core.allowed import ADDED_ATTRIBUTES, ATTRIBUTES, CLASSES, SCHEMES, TAGS
from core.uploaded import OWN_PICTURE

FRAMES = ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/")
OWN_ID = re.compile(r"fn(ref)?-[0-9a-f]{10}-\d+(-\d+)?")

# Short attacks of our own; the outside collections are added where they are.
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<object data=x></object><embed src=x>",
    "<img src='https://evil.example/pixel.png'>",
    "<div id=csrfmiddlewaretoken name=cookie>x</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#x6A;avascript:alert(1))",
    "[x]( java&Tab;script:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](https://a.example/b.png)',
    "[x]: javascript:alert(1)\n\n[x]",
    '[a](https://b.example "" onclick=alert(1)")',
    '```" onclick="alert(1)\nx\n```',
    'https://a.example/"onmouseover="alert(1)',
    '@bob"onclick="x',
]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.more_frames = tuple(f"https://{host}/" for host in settings.PEERTUBE_HOSTS)

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS - {"h1"}:
            self.faults.append(f"<{tag}>")
        allowed = ATTRIBUTES.get(tag, set()) | ADDED_ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name not in allowed:
                self.faults.append(f"<{tag} {name}>")
            if name == "id" and not OWN_ID.fullmatch(value or ""):
                self.faults.append(f"<{tag}> takes the id {value}")
            if name == "class" and tag != "code" and not set((value or "").split()) <= CLASSES[tag]:
                self.faults.append(f"<{tag}> takes the class {value}")
            if name == "data-frame" and not (value or "").startswith(FRAMES + self.more_frames):
                self.faults.append(f"<{tag}> frames {value}")
            if name in {"href", "src"}:
                self._check_address(tag, value or "")

    def _check_address(self, tag, value):
        flat = "".join(char for char in value if char > " ")
        scheme = urlsplit(flat).scheme if ":" in flat.split("/", 1)[0] else ""
        if scheme and scheme not in SCHEMES:
            self.faults.append(f"<{tag}> leads to {scheme}:")
        if tag == "img" and not OWN_PICTURE.fullmatch(value):
            self.faults.append(f"<img> from {value[:40]}")

    def handle_comment(self, data):
        self.faults.append("comment")

    def handle_decl(self, decl):
        self.faults.append("declaration")

    def handle_pi(self, data):
        self.faults.append("instruction")


def faults(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


def assert_harmless(html: str) -> None:
    assert not faults(html), f"{faults(html)} in {html[:500]}"
