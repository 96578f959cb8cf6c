"""The words of a mail that came as HTML alone, without what its writer quotes."""

from html.parser import HTMLParser

_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "pre"}
_UNSEEN = {"head", "style", "script", "title", "template", "svg"}
_VOID = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "col",
    "area",
    "base",
    "wbr",
    "source",
    "embed",
}
# How mail programs mark what was written before.
_QUOTES = (
    "gmail_quote",
    "yahoo_quoted",
    "moz-cite-prefix",
    "divrplyfwdmsg",
    "appendonsend",
    "protonmail_quote",
)
MOST_CHARS = 1_000_000


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.left_out: list[str] = []  # the open elements from the one that is left out downward

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
        if tag in _VOID:
            return
        if self.left_out:
            if tag == self.left_out[0]:
                self.left_out.append(tag)
        elif tag in _UNSEEN or tag == "blockquote" or self._is_quote(attrs):
            self.left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.left_out and tag == self.left_out[0]:
            self.left_out.pop()
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.words.append(" ".join(data.split("\n")))

    def _is_quote(self, attrs: list[tuple[str, str | None]]) -> bool:
        named = " ".join(str(value) for name, value in attrs if name in ("class", "id")).lower()
        return any(each in named for each in _QUOTES)


def words_of(html: str) -> str:
    """Line by line, as a reader would see them."""
    parser = _Words()
    parser.feed(html[:MOST_CHARS])
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.words).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()
