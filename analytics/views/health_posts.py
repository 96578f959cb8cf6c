"""The posts behind a figure about a space."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from analytics.metrics.base import Definition
from analytics.metrics.health import absence, company, contributors, newcomers, reciprocity
from analytics.views.health import NAMES, OfSpace
from analytics.views.quoted import QuotedRowsView, QuotedTableView, Quoting
from forums.models import Post

ROWS = {
    "contributors": (contributors.rows, contributors.METRIC),
    "newcomers": (newcomers.rows, newcomers.METRIC),
    "returned": (newcomers.returned_rows, newcomers.METRIC),
    "mutual": (reciprocity.rows, reciprocity.METRIC),
    "company": (company.rows, company.METRIC),
    "answers": (absence.rows, absence.METRIC),
}
HIDES = {
    "contributors": contributors, "newcomers": newcomers, "returned": newcomers, "mutual": reciprocity,
}  # fmt: skip
"""Rows of people: few of them are not shown."""


class _OfFigure(OfSpace, Quoting):
    @property
    def only(self) -> str:
        asked = self.request.GET.get("only", "contributors")
        if asked not in ROWS:
            raise Http404
        return asked

    def posts(self) -> QuerySet[Post]:
        rows = ROWS[self.only][0](self.lens)
        about = HIDES.get(self.only)
        return rows.none() if about and about.hides(about.figure(self.lens)) else rows

    def definition(self) -> Definition:
        return ROWS[self.only][1].definition

    def heading(self) -> str:
        return NAMES[self.only]()

    def back(self) -> tuple[str, str]:
        page = reverse("analytics:health_space", args=[self.studied.slug])
        return f"{page}?{self.lens.period.query}", self.studied.name


class HealthPostsView(_OfFigure, QuotedRowsView):
    def table_address(self) -> str:
        page = reverse("analytics:health_posts_csv", args=[self.studied.slug])
        return f"{page}?only={self.only}&{self.lens.period.query}"


class HealthPostsTableView(_OfFigure, QuotedTableView):
    pass
