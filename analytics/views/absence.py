"""On whom a space hangs, and what is left if they leave."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from analytics.health.departure import Answering, Helper
from analytics.health.rules import may_see_names
from analytics.metrics.base import Definition
from analytics.metrics.health import absence
from analytics.views.health import HealthPage, OfSpace
from analytics.views.quoted import QuotedRowsView, QuotedTableView, Quoting
from analytics.wording import duration, share
from forums.models import Post

MOST_RANKS = 10


class _Absence(OfSpace):
    @cached_property
    def answering(self) -> Answering:
        names = bool(may_see_names(self.request.user, self.studied.pk))
        return Answering(self.lens, self.studied, says_names=names)

    @cached_property
    def leaving(self) -> list[Helper]:
        """Named in the address by their rank, never by who they are."""
        asked = self.request.GET.getlist("without")[:MOST_RANKS]
        ranks = {int(each) for each in asked if each.isascii() and each.isdigit() and len(each) < 3}
        return self.answering.chosen(ranks)

    @property
    def chosen_query(self) -> str:
        return "".join(f"without={each.rank}&" for each in self.leaving)


class AbsenceView(_Absence, HealthPage):
    template_name = "analytics/health/absence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.answering.without(self.leaving) if self.leaving else None
        rows = reverse("analytics:health_absence_topics", args=[self.studied.slug])
        return super().get_context_data(
            studied=self.studied,
            helpers=self.answering.helpers,
            leaving=self.leaving,
            says_names=self.answering.says_names,
            found=found,
            share_left=share(found.share_left) if found else "",
            wait=duration(found.wait.value) if found else "",
            wait_left=duration(found.wait_left.value) if found else "",
            has_wait=bool(found and found.wait.low is not None),
            only_theirs=f"{rows}?{self.chosen_query}{self.lens.period.query}",
            definition=absence.METRIC.definition,
            **kwargs,
        )


class _OnlyTheirs(_Absence, Quoting):
    def posts(self) -> QuerySet[Post]:
        return self.answering.topics_only_theirs(self.leaving)

    def definition(self) -> Definition:
        return absence.METRIC.definition

    def heading(self) -> str:
        return _("Questions nobody else answered")

    def back(self) -> tuple[str, str]:
        page = reverse("analytics:health_absence", args=[self.studied.slug])
        return f"{page}?{self.chosen_query}{self.lens.period.query}", self.studied.name


class AbsenceTopicsView(_OnlyTheirs, QuotedRowsView):
    def table_address(self) -> str:
        page = reverse("analytics:health_absence_csv", args=[self.studied.slug])
        return f"{page}?{self.chosen_query}{self.lens.period.query}"


class AbsenceTableView(_OnlyTheirs, QuotedTableView):
    pass
