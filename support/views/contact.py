"""The contact form that answers first."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.limits import demand_pace, who
from forums.models import Topic
from support import actions
from support.following import follow_path
from support.forms import SHORTEST_SEARCH, EnquiryForm, SendingForm
from support.models import Enquiry
from support.queries import offers, opened_offer, question_of, solved_topics_like


def own_enquiry(request: HttpRequest, enquiry_id: uuid.UUID) -> Enquiry:
    """This person's enquiry; anybody else's is 404."""
    enquiries = Enquiry.objects.of(request.user, request.browser.id)  # type: ignore[attr-defined]
    return get_object_or_404(enquiries.select_related("case"), pk=enquiry_id)


def saved_enquiry(request: HttpRequest, form: EnquiryForm) -> Enquiry:
    """Keep what is typed; a key that is somebody else's is 404."""
    try:
        return actions.save_enquiry(
            key=form.cleaned_data["key"],
            viewer=request.user,
            browser_id=request.browser.keep(),  # type: ignore[attr-defined]
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
        )
    except actions.NotYours as error:
        raise Http404("There is no such enquiry.") from error


def look_for_answers(request: HttpRequest, enquiry: Enquiry) -> None:
    words = f"{enquiry.subject} {enquiry.text}".strip()
    found = solved_topics_like(words, request.user) if len(words) >= SHORTEST_SEARCH else []
    actions.offer_answers(enquiry=enquiry, topic_ids=found)


@method_decorator(never_cache, name="dispatch")
class ContactView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        subject = request.GET.get("subject", "")[:150]
        form = EnquiryForm(initial={"key": uuid.uuid4(), "subject": subject})
        return render(request, "support/contact/page.html", {"form": form})


class AnswersView(View):
    """Save what is typed and show what answers it: below the form as they type, else on a page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EnquiryForm(request.POST)
        if not form.is_valid():
            if request.htmx:  # type: ignore[attr-defined]
                return HttpResponse(status=204)  # not yet enough to search with
            return render(request, "support/contact/page.html", {"form": form}, status=422)
        demand_pace(f"support-typing:{who(request)}", limit=120, seconds=300, when_down=True)
        enquiry = saved_enquiry(request, form)
        if enquiry.is_open:
            look_for_answers(request, enquiry)
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "support/contact/_next.html", next_step(request, enquiry))
        return redirect(enquiry)


def next_step(request: HttpRequest, enquiry: Enquiry, form: SendingForm | None = None) -> dict:
    """What stands below the form once something is typed: the answers, and sending."""
    is_member = request.user.is_authenticated
    if form is None:
        initial = {"key": enquiry.pk, "subject": enquiry.subject, "text": enquiry.text}
        form = SendingForm(initial=initial, is_member=is_member)
    return {"enquiry": enquiry, "form": form, "offers": offers(enquiry, request.user)}


@method_decorator(never_cache, name="dispatch")
class EnquiryView(View):
    """One's enquiry: the form as typed and its answers; afterwards, how it ended."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = own_enquiry(request, enquiry_id)
        if enquiry.outcome == Enquiry.Outcome.SENT and hasattr(enquiry, "case"):
            case = enquiry.case
            context = {
                "case": case,
                "path": case.get_absolute_url() if case.member_id else follow_path(case),
            }
            return render(request, "support/contact/sent.html", context)
        if enquiry.outcome == Enquiry.Outcome.SOLVED and "write" not in request.GET:
            return render(request, "support/contact/solved.html", {"enquiry": enquiry})
        return render(request, "support/contact/page.html", next_step(request, enquiry))


@method_decorator(never_cache, name="dispatch")
class AnswerView(View):
    """An offered answer, opened in place of the list: the question, its solution, and "did it help?"."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID, topic_id: int) -> HttpResponse:
        enquiry = own_enquiry(request, enquiry_id)
        offer = opened_offer(enquiry, topic_id, request.user)
        if offer is None:
            raise Http404("This answer was not offered.")
        actions.open_answer(offered=offer.offered)
        context = {
            "enquiry": enquiry,
            "offer": offer,
            "question": question_of(offer.topic, request.user),
        }
        name = "_answer" if request.htmx else "answer"  # type: ignore[attr-defined]
        return render(request, f"support/contact/{name}.html", context)


class SolvedView(View):
    """ "This solved it"."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = own_enquiry(request, enquiry_id)
        topic_id = request.POST.get("topic", "")
        if not (topic_id.isascii() and topic_id.isdigit() and len(topic_id) < 19):
            raise Http404("No such answer.")
        topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=int(topic_id))
        return redirect(actions.solve_enquiry(enquiry=enquiry, topic=topic))


class SendingView(View):
    """Send the message to support: it becomes a case."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = own_enquiry(request, enquiry_id)
        if enquiry.outcome == Enquiry.Outcome.SENT:
            return redirect(enquiry)
        is_member = request.user.is_authenticated
        form = SendingForm({**request.POST.dict(), "key": enquiry_id}, is_member=is_member)
        if not form.is_valid():
            context = next_step(request, enquiry, form)
            return render(request, "support/contact/page.html", context, status=422)
        self._demand_pace(request, form.cleaned_data.get("email", ""))
        saved_enquiry(request, form)
        actions.open_case(
            enquiry=enquiry,
            name=form.cleaned_data.get("name", ""),
            email=form.cleaned_data.get("email", ""),
        )
        return redirect(enquiry)

    def _demand_pace(self, request: HttpRequest, email: str) -> None:
        """Nobody's address is flooded with our confirmations, whoever types it."""
        demand_pace(f"case:{who(request)}", limit=10, seconds=3600, when_down=True)
        if email:
            demand_pace(f"case-to:{email.lower()}", limit=4, seconds=3600, when_down=True)
