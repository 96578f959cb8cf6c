"""A drawing that stands alone, for paper and mail: with its colours in it, since no style sheet reaches it there."""

from django.utils.html import strip_tags

from analytics.drawing.base import Drawing, Frame

INK, SOFT, LINE, OTHER = "#222222", "#595959", "#dddddd", "#6b6b6b"
TONES = {"other": OTHER, "good": "#1c6b3c", "warn": "#8a5a00", "bad": "#a3261f"}
FONT = "Libre Franklin, Libertinus Serif, sans-serif"


def standalone(drawing: Drawing, colour: str, frame: Frame | None = None) -> str:
    """The chart as the text of an SVG file; `colour` is the brand's as #rrggbb."""
    frame = frame or drawing.wide_frame
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}" height="{frame.height}" '
    drawn = drawing.draw(frame).replace("<svg ", head, 1)
    return drawn.replace(">", f"><style>{strip_tags(_sheet(colour))}</style>", 1)


def _sheet(colour: str) -> str:
    rules = [
        f"text{{font:13px {FONT};fill:{SOFT}}}",
        f".label,.bar-name{{fill:{INK};font-weight:600}}.bar-name{{font-weight:400}}",
        ".on-demand,.hit{visibility:hidden}.tick,.note-text{font-size:12px}",
        f".axis{{stroke:{OTHER};fill:none}}.grid{{stroke:{LINE};fill:none}}",
        f".column,.dot{{fill:{colour}}}.soft{{fill-opacity:0.35}}",
        f".line{{stroke:{colour};stroke-width:2.5px;fill:none}}.dashed{{stroke-dasharray:6 5}}",
        f".band{{fill:{colour};fill-opacity:0.15}}.whisker{{stroke:{INK};stroke-width:1.5px;fill:none}}",
        ".halo{stroke:#ffffff;stroke-width:4px;fill:none}",
        f".mark{{stroke:{INK};stroke-dasharray:2 3}}.end-name{{fill:{colour};font-weight:600}}",
        *(
            f".{tone}{{fill:{value}}}.line.{tone}{{stroke:{value};fill:none}}"
            for tone, value in TONES.items()
        ),
    ]
    return "".join(rules)
