"""A report as lines of a table, for CSV and workbooks: what is masked on the page is masked here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.metrics import Definition, Figure
from analytics.periods import Period
from analytics.reports.contents import Contents, Section

HEAD = ["figure", "part", "from", "to", "value", "low", "high", "sample", "unit"]
Row = list[object]


def rows(found: Contents) -> Iterator[Row]:
    for section in found.sections:
        yield _row(section, "", found.period, section.figure)
        for line in section.lines:
            yield _row(
                section, line.label, line.lens.period, None if line.is_masked else line.figure
            )


def _row(section: Section, label: str, period: Period, figure: Figure | None) -> Row:
    numbers: Row = [figure.value, figure.low, figure.high, figure.sample] if figure else [None] * 4
    days: Row = [period.first.isoformat(), period.last.isoformat()]
    definition = section.definition
    return [str(definition.title), label, *days, *numbers, str(definition.unit)]


def about(found: Contents) -> Definition:
    """The report's own lines on top of its table."""
    masked = any(line.is_masked for section in found.sections for line in section.lines)
    return Definition(
        title=found.report.name,
        unit="",
        counts=", ".join(str(each.definition.title) for each in found.sections),
        leaves_out=_("numbers of fewer than five people, and such as would tell them") if masked else "",
    )  # fmt: skip


def remarks(found: Contents) -> Iterator[str]:
    """What each figure counts, in the words of the page."""
    yield found.report.name
    yield f"{_('Period')}: {found.period.first.isoformat()} – {found.period.last.isoformat()}"
    for section in found.sections:
        for label, text in section.definition.lines():
            yield f"{section.definition.title}. {label}: {text}"
