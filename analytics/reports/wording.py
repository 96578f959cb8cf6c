"""A report's numbers in words, for mail and paper."""

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from analytics.periods import Period
from analytics.reports.contents import Contents, Section


def words_of(section: Section) -> str:
    """The range and the trends, a sentence each."""
    said = [
        f"{section.range}." if section.range else "",
        *(each.text for each in section.trends),
    ]
    found = " ".join(filter(None, said))
    return found[:1].upper() + found[1:]


def days_of(period: Period) -> str:
    return _("%(first)s to %(last)s") % {
        "first": formats.date_format(period.first, "j F Y"),
        "last": formats.date_format(period.last, "j F Y"),
    }


def left_out_words(found: Contents) -> str:
    if not found.left_out:
        return ""
    return _("Left out, because you may not read it: %(names)s.") % {
        "names": ", ".join(found.left_out)
    }


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def in_text(section: Section) -> str:
    """The chart for those who see none."""
    if section.drawing is None:
        return _("Too little evidence to draw it.")
    rows = [f"{row[0].text}: {row[1].text}" for row in section.drawing.rows]
    return f"{section.drawing.title}. {'; '.join(rows)}."
