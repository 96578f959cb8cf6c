"""`make screenshots`: the main pages at three widths, light and dark, as small pictures in docs/screenshots."""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.tour import ROOT, STOPS, Stop, chromium, refuse_analytics, sign_in, visit

WIDTHS = {390: 844, 820: 1180, 1440: 900}
SCHEMES = ("light", "dark")
TALLEST = 2200
SHOWN = (
    "home", "latest", "board", "topic", "idea", "ask", "roadmap", "search", "article", "proposal", "profile", "insights",
    "deflection", "health-space", "cases",
)  # fmt: skip
"""What a reader of the documents sees; the others are for looking at, with --only."""


def keep(picture: bytes, path: Path) -> None:
    """Screens have few colours: 128 of them, packed without loss, keep a page readable in a tenth of the bytes."""
    with Image.open(io.BytesIO(picture)) as image:
        image = image.convert("RGB").crop((0, 0, image.width, min(image.height, TALLEST)))
        few = image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert("RGB").save(path, lossless=True, method=6)


def shoot(browser: Browser, base: str, stops: list[Stop], *, width: int, scheme: str, folder: Path, whole: bool) -> None:  # fmt: skip
    for role in dict.fromkeys(stop.role for stop in stops):
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme,
            reduced_motion="reduce", locale="en-GB",
        )  # fmt: skip
        if role != "visitor":
            sign_in(context, base, role)
        page = context.new_page()
        page.goto(base)
        refuse_analytics(page)
        for stop in (stop for stop in stops if stop.role == role):
            status = visit(page, base, stop)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            words = [] if status in (200, 403, 404) else [f"status {status}"]
            words += [f"{over} px too wide"] if over > 0 else []
            print(f"{stop.name} {width} {scheme} {', '.join(words)}", flush=True)  # noqa: T201
            keep(page.screenshot(full_page=whole), folder / f"{stop.name}-{width}-{scheme}.webp")
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="http://localhost:8000")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs/screenshots")
    parser.add_argument(
        "--only",
        default=",".join(SHOWN),
        help="names of pages, with commas; nothing: all of the tour",
    )
    parser.add_argument("--widths", default="390,820,1440")
    parser.add_argument("--schemes", default=",".join(SCHEMES))
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    chosen = parser.parse_args()
    only = set(filter(None, chosen.only.split(",")))
    stops = [stop for stop in STOPS if not only or stop.name in only]
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for scheme in chosen.schemes.split(","):
            for width in map(int, chosen.widths.split(",")):
                shoot(browser, chosen.base.rstrip("/"), stops, width=width, scheme=scheme,
                      folder=chosen.folder, whole=not chosen.fold)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
