"""Did contacts fall when the community began? What a worker found, with its picture and a plain sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Member
from analytics.actions import set_customers
from analytics.deflection import before_after
from analytics.deflection.before_after import History, Month
from analytics.drawing import Drawing, Mark, Point, Series, lines
from analytics.forms import CustomersForm
from analytics.models import CustomerCount, Reckoning
from analytics.statistics.proportions import Interval
from analytics.statistics.series import FEWEST_AFTER, FEWEST_BEFORE
from analytics.views.base import InsightsPage
from analytics.wording import whole


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept, read back."""

    history: History
    fit: dict[str, Any] | None

    def interval(self, name: str) -> Interval | None:
        return Interval(**self.fit[name]) if self.fit else None

    @property
    def otherwise(self) -> list[Interval | None]:
        rows = self.fit["otherwise"] if self.fit else []
        return [Interval(**row) if row else None for row in rows]


def read(kept: Reckoning | None) -> Found:
    if kept is None:
        return Found(History(), None)
    months = [
        Month(date.fromisoformat(first), number, customers)
        for first, number, customers in kept.result["months"]
    ]
    return Found(History(months, kept.result["began"]), kept.result["fit"])


def sentence(found: Found) -> str:
    """The finding in plain words; "We can't tell yet" where it can't."""
    history, avoided = found.history, found.interval("avoided")
    if avoided is None:
        return _(
            "We can't tell yet: %(before)s months before the community and %(after)s since are known, "
            "%(least_before)s of the ones and %(least_after)s of the others are needed."
        ) % {
            "before": history.before, "after": history.after,
            "least_before": FEWEST_BEFORE, "least_after": FEWEST_AFTER,
        }  # fmt: skip
    numbers = {
        "value": whole(abs(avoided.value)),
        "low": whole(min(abs(avoided.low), abs(avoided.high))),
        "high": whole(max(abs(avoided.low), abs(avoided.high))),
        "month": formats.date_format(history.months[history.began or 0].first, "F Y"),
    }
    if avoided.low <= 0 <= avoided.high:
        numbers["low"], numbers["high"] = whole(avoided.low), whole(avoided.high)
        return (
            _(
                "We can't tell yet: since %(month)s there may have been between %(low)s and %(high)s contacts fewer than the course "
                "before leads one to expect (95 %% interval; less than nothing means more contacts)."
            )
            % numbers
        )
    if avoided.value > 0:
        return (
            _(
                "Since %(month)s customers wrote to support some %(value)s times less than the course before leads one to expect "
                "(95 %% interval %(low)s to %(high)s)."
            )
            % numbers
        )
    return (
        _(
            "Since %(month)s customers wrote to support some %(value)s times more than the course before leads one to expect "
            "(95 %% interval %(low)s to %(high)s)."
        )
        % numbers
    )


def picture(found: Found) -> Drawing | None:
    """The months as they were, what the model says, and what would have happened, with its interval."""
    months = found.history.months
    if not months:
        return None
    labels = [formats.date_format(month.first, "M Y") for month in months]
    rate = found.history.has_customers
    rows = reverse("analytics:contact_rows")
    real = [
        Point(
            label,
            round(month.rate, 2) if rate else month.contacts,
            href=f"{rows}?{before_after.rows_of(month.first)}",
            words=ngettext("%(label)s: %(n)s contact", "%(label)s: %(n)s contacts", month.contacts)
            % {"label": label, "n": whole(month.contacts)},
        )
        for label, month in zip(labels, months, strict=True)
    ]
    series = [Series(str(_("Contacts")), real)]
    if found.fit:
        otherwise = [
            Point(label, each.value, max(0.0, each.low), each.high) if each else Point(label, None)
            for label, each in zip(labels, found.otherwise, strict=True)
        ]
        series.append(Series(str(_("Without it")), otherwise, "other", is_dashed=True))
    began = found.history.began
    marks = [Mark(began, str(_("The community begins")))] if began is not None else []
    title = _("Contacts per thousand active customers") if rate else _("Contacts a month")
    return lines(str(title), series, label_name=str(_("Month")), marks=marks, written=_written)


def _written(value: float) -> str:
    return formats.number_format(round(value, 1), use_l10n=True, force_grouping=True)


class BeforeAfterView(InsightsPage):
    template_name = "analytics/before_after/page.html"
    section = "before_after"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = Reckoning.objects.filter(name=before_after.NAME).first()
        found = read(kept)
        kwargs.setdefault("form", CustomersForm())
        return super().get_context_data(
            kept=kept,
            found=found,
            sentence=sentence(found),
            drawing=picture(found),
            trend=found.interval("trend"),
            level=found.interval("level"),
            slope=found.interval("slope"),
            avoided=found.interval("avoided"),
            said=CustomerCount.objects.select_related("set_by").order_by("-month", "-set_at")[:60],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Say how many customers were active in a month."""
        form = CustomersForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        set_customers(by=cast(Member, request.user), **form.cleaned_data)
        messages.success(request, _("Noted. The page follows within a minute."))
        return redirect("analytics:before_after")
