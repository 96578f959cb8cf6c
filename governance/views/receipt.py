from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.limits import demand_pace, who
from governance.actions.publish_receipts import leaves_of
from governance.models import CountedBallot, Proposal, ReceiptRoot, SupersededReceipt
from governance.paper import paper_of
from governance.secrecy import box, signing
from governance.secrecy.receipts import as_printed, is_code, receipt_hash
from governance.views.proposal import proposal_to_vote_on, visible_proposal

MOST_LISTS = 10_000  # one a day: no vote is open so long


@dataclass(frozen=True, slots=True)
class Lookup:
    """What became of the ballot of a receipt; what it says only once it is counted."""

    found: str  # recorded, replaced, counted or unknown
    choice: tuple[str, ...] = ()
    reason: str = ""


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ReceiptCheckView(View):
    """Whether the ballot of a receipt is in the box, or how it was counted. Whoever holds the code may ask.

    The code is sent, not part of an address: addresses are kept in histories and logs, beside who asked for them.
    """

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        return self._page(request, proposal_to_vote_on(request, proposal_id))

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = proposal_to_vote_on(request, proposal_id)
        demand_pace(f"receipt:{who(request)}", limit=30, seconds=60, when_down=True)
        code = as_printed(request.POST.get("code", "")[:100])
        return self._page(request, proposal, code, look_up(proposal, code))

    def _page(
        self, request: HttpRequest, proposal: Proposal, code: str = "", found: Lookup | None = None
    ) -> HttpResponse:
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {"proposal": proposal, "code": code, "lookup": found}
        return render(request, "governance/receipt/check.html", context)


def look_up(proposal: Proposal, code: str) -> Lookup:
    if not is_code(code):
        return Lookup(box.Found.UNKNOWN)
    hashed = receipt_hash(code)
    if found := CountedBallot.objects.filter(proposal=proposal, receipt_hash=hashed).first():
        titles = {line.position: line.title for line in paper_of(proposal, whole=True).lines}
        return Lookup("counted", tuple(titles[each] for each in found.choice), found.reason)
    if SupersededReceipt.objects.filter(proposal=proposal, receipt_hash=hashed).exists():
        return Lookup(box.Found.REPLACED)
    return Lookup(box.find(proposal.pk, hashed))


class PublishedReceiptsView(View):
    """The lists of receipts that were published while the vote ran, for whoever wants to check that none was dropped."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        roots = ReceiptRoot.objects.filter(proposal=proposal).defer("leaves").order_by("day")
        context = {
            "proposal": proposal,
            "roots": [{"number": at, "root": each} for at, each in enumerate(roots, 1)],
            "fingerprint": signing.fingerprint(signing.public_key()),
        }
        return render(request, "governance/receipt/published.html", context)


class PublishedListView(View):
    """One of them for machines: what was signed, the signature, and every hash. No choice is in it."""

    def get(self, request: HttpRequest, proposal_id: int, number: int) -> JsonResponse:
        proposal = visible_proposal(request, proposal_id)
        roots = ReceiptRoot.objects.filter(proposal=proposal).order_by("day")
        root = roots[number - 1 : number].first() if 0 < number < MOST_LISTS else None
        if root is None:
            raise Http404
        words = signing.statement(
            proposal_id=proposal.pk, number=number, day=root.day, count=root.count,
            root=bytes(root.root),
        )  # fmt: skip
        return JsonResponse(
            {
                "signed": words.decode(),
                "signature": bytes(root.signature).hex(),
                "public_key": signing.public_key().hex(),
                "proposal": proposal.pk,
                "number": number,
                "day": root.day,
                "count": root.count,
                "root": bytes(root.root).hex(),
                "receipts": [leaf.hex() for leaf in leaves_of(root)],
            }
        )


class SigningKeyView(View):
    """The public key that published lists are signed with."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(signing.public_pem(), content_type="text/plain; charset=utf-8")


class SecrecyView(View):
    """How the ballots of this vote are kept secret, where that stands today, and what it does not protect from."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {"proposal": proposal, "box": getattr(proposal, "box", None)}
        return render(request, "governance/proposal/secrecy.html", context)
