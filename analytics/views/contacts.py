from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from analytics import queries, tables
from analytics.metrics import contacts
from analytics.showing import Showing
from analytics.views.base import ForLeaders, InsightsPage
from analytics.views.batches import batches
from analytics.views.intents import ORDER, ROWS
from core.pages import page
from support.models import Case


class _Contacts(ForLeaders):
    """Contacts: what was read before is everybody's business here, what was written the executives' alone."""

    names_people = True

    @property
    def is_hidden(self) -> bool:
        return Showing("contacts").hides(self.lens)

    def rows(self) -> QuerySet[Case]:
        rows = contacts.rows(self.lens)
        return rows.none() if self.is_hidden else rows


class ContactRowsView(_Contacts, InsightsPage):
    template_name = "analytics/contacts/rows.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        found = page(
            queries.with_answers(rows), order=ORDER, after=self.request.GET.get("after"), size=ROWS
        )
        return super().get_context_data(
            rows=queries.contact_rows(found.items, self.request.user),
            number=rows.count(),
            is_hidden=self.is_hidden,
            definition=contacts.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class ContactsCsvView(_Contacts):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"contacts-{self.lens.first}-{self.lens.last}",
            ["case", "opened", "channel", "status", "subject", "answers offered", "answers read"],
            self._lines(),
            definition=contacts.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )

    def _lines(self) -> Any:
        cases = queries.with_answers(self.rows()).order_by(*ORDER)
        for batch in batches(cases):
            for row in queries.contact_rows(batch, self.request.user):
                case = row.case
                yield [
                    case.number if self.sees_everything else "", case.opened_at.isoformat(), case.channel, case.status,
                    case.subject if self.sees_everything else "", row.offered, len(row.read),
                ]  # fmt: skip


class ContactView(InsightsPage):
    """One case as it bears on the figures: what was written, offered and read; not by whom."""

    template_name = "analytics/contacts/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = get_object_or_404(
            queries.with_answers(Case.objects.all()), number=self.kwargs["number"]
        )
        offered = list(case.enquiry.offered.all()) if case.enquiry else []
        read = queries.readable(self.request.user, offered)
        answers = [(read.of(each) or queries.masked(), each.opened_at) for each in offered]
        return super().get_context_data(case=case, answers=answers, **kwargs)
