"""An answer becomes public: the agent words it and sees what was taken out; then the customer is asked."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.signed_in import signed_in
from content.rules import spaces_to_write_in, writes_somewhere
from core.rules import demand
from core.text import TextRefused, word_diff
from forums.models import Board, Topic
from forums.rules import may_open_topic, may_reply
from governance.clauses import marked
from spaces.models import Space
from support import actions
from support.case_forms import PublicationForm
from support.models import Case, CaseLink, CaseMessage
from support.rules import may_ask_to_publish
from support.stripping import stripped
from support.views.desk import AgentView


@dataclass(frozen=True, slots=True)
class Places:
    """Where this agent may put an answer of this case up."""

    boards: list[Board]
    spaces: list[Space]
    topic: Topic | None


def places(agent: Member, case: Case) -> Places:
    open_boards = Board.objects.in_the_open().visible_to(agent).select_related("space")
    boards = open_boards.filter(kinds__contains=[Topic.Kind.QUESTION])
    link = case.links.filter(kind=CaseLink.Kind.CAME_FROM).select_related("topic").first()
    topic = (
        Topic.objects.visible_to(agent).filter(pk=link.topic_id).first()
        if link and link.topic_id
        else None
    )
    return Places(
        boards=[each for each in boards if may_open_topic(agent, each, Topic.Kind.QUESTION)],
        spaces=spaces_to_write_in(agent) if writes_somewhere(agent) else [],
        topic=topic if topic and may_reply(agent, topic) else None,
    )


@dataclass(frozen=True, slots=True)
class Stripped:
    """What was said, and what is left of it without what names somebody."""

    text: str
    diff: SafeString
    is_changed: bool


def strip(case: Case, text: str) -> Stripped:
    left = stripped(case, text)
    return Stripped(left, marked(word_diff(text, left)), left != text)


class PublicationNewView(AgentView):
    """Word what is to be published. What names somebody is taken out beforehand, and shown as changes."""

    def get(self, request: HttpRequest, number: int, message_id: int) -> HttpResponse:
        case = self.case(request, number)
        message = self.message(request, case, message_id)
        found = places(signed_in(request), case)
        initial = {
            "key": uuid.uuid4(),
            "title": strip(case, case.subject).text,
            "question": strip(case, case.body).text,
            "answer": strip(case, message.text).text,
        }
        return self.page(request, case, message, self.form(found, initial=initial))

    def post(self, request: HttpRequest, number: int, message_id: int) -> HttpResponse:
        case = self.case(request, number)
        message = get_object_or_404(CaseMessage, case=case, pk=message_id)
        form = self.form(places(signed_in(request), case), data=request.POST)
        if form.is_valid():
            try:
                actions.ask_to_publish_answer(
                    by=signed_in(request), message=message, **form.cleaned_data
                )
                messages.success(
                    request, _("The customer is asked. Nothing is published before they agree.")
                )
                return redirect(case)
            except TextRefused as error:
                form.add_error("answer", str(error))
        return self.page(request, case, message, form, status=422)

    def message(self, request: HttpRequest, case: Case, message_id: int) -> CaseMessage:
        message = get_object_or_404(CaseMessage, case=case, pk=message_id)
        demand(may_ask_to_publish(request.user, case, message))
        return message

    def form(self, found: Places, **given: object) -> PublicationForm:
        return PublicationForm(boards=found.boards, spaces=found.spaces, topic=found.topic, **given)

    def page(
        self,
        request: HttpRequest,
        case: Case,
        message: CaseMessage,
        form: PublicationForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "case": case,
            "form": form,
            "question": strip(case, case.body),
            "answer": strip(case, message.text),
        }
        return render(request, "support/publication/new.html", context, status=status)


class PublicationEndView(AgentView):
    """The customer is not asked any more."""

    def post(self, request: HttpRequest, number: int, publication_id: int) -> HttpResponse:
        case = self.case(request, number)
        publication = get_object_or_404(case.publications, pk=publication_id)
        actions.withdraw_question(by=signed_in(request), publication=publication)
        return redirect(case)
