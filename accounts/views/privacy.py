from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Consent, Purpose
from accounts.privacy.consent_texts import CURRENT, NEEDED, TEXTS, PurposeText, words_of
from accounts.signed_in import signed_in
from accounts.views.consent import answer
from accounts.views.export import export_context

PLACES: dict[str, str | Promise] = {
    "banner": gettext_lazy("in the line at the top of a page"),
    "privacy": gettext_lazy("on this page"),
    "sign-in": gettext_lazy("when signing in"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger, as its owner reads it."""

    row: Consent
    words: PurposeText
    place: str | Promise


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose: its words, and the consent in force, if any."""

    purpose: str
    words: PurposeText
    line: Line | None


def lines_of(member_id: int | None, browser_id: Any) -> list[Line]:
    rows = Consent.objects.of(member_id, browser_id).order_by("-given_at", "-pk")
    return [
        Line(row, words_of(row.text_version, row.purpose), PLACES.get(row.place, row.place))
        for row in rows
    ]


class PrivacyView(TemplateView):
    """What somebody agreed to, and what the company knows about them on the strength of it."""

    template_name = "accounts/privacy/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.request
        member_id = request.user.pk if request.user.is_authenticated else None
        lines = lines_of(member_id, request.browser.id)  # type: ignore[attr-defined]
        held = {line.row.purpose: line for line in lines if line.row.withdrawn_at is None}
        if member_id:
            kwargs |= export_context(signed_in(request))
        return super().get_context_data(
            standings=[
                Standing(
                    purpose,
                    held[purpose].words if purpose in held else TEXTS[CURRENT][purpose],
                    held.get(purpose),
                )
                for purpose in Purpose.values
            ],
            needed=NEEDED,
            lines=lines,
            signals_refusal=request.consent.signals_refusal,  # type: ignore[attr-defined]
            **kwargs,
        )


class _PurposeView(View):
    accepts: bool

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        purpose = request.POST.get("purpose")
        if purpose not in Purpose.values:
            return HttpResponseBadRequest(_("There is no such purpose."))
        answer(request, accepts=self.accepts, purposes=[purpose], place="privacy")
        said = _("Thank you. You can take it back here at any time.")
        taken = _(
            "Taken back. It holds from now on, and what we kept because of it is being removed."
        )
        messages.success(request, said if self.accepts else taken)
        return redirect("accounts:privacy")


class ConsentGivingView(_PurposeView):
    accepts = True


class ConsentWithdrawalView(_PurposeView):
    accepts = False
