"""The small pages on which something is done to one topic: what it means, a form, one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import NotAllowed, demand
from forums.curating import forms
from forums.curating.changing import change_kind, move_topic, retag_topic, retitle_topic
from forums.curating.holding import archive_topic, close_topic, pin_topic
from forums.curating.merging import merge_topics
from forums.curating.queries import where_it_went
from forums.curating.rules import may_curate, may_manage, may_read_record
from forums.models import Curation, Topic

Kind = Curation.Kind
Words = str | Promise


def topic_of(request: HttpRequest, topic_id: int) -> Topic:
    topic = where_it_went(request.user, topic_id)
    if topic is None:
        raise Http404
    request.space = topic.space  # type: ignore[attr-defined]
    return topic


def tell_with_undo(request: HttpRequest, words: Words, curation: Curation) -> None:
    """The words after an act, with the way back beside them."""
    undo = reverse("forums:curation_undo", args=[curation.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, undo, _("Undo")))


class ManageView(LoginRequiredMixin, View):
    """What this person may do to the topic: a menu opened in place, a page of its own without scripts."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = topic_of(request, topic_id)
        if not may_manage(request.user, topic):
            demand(may_curate(request.user, topic, Kind.CLOSE))
        open_to = {kind: bool(may_curate(request.user, topic, kind)) for kind in Kind.values}
        context = {
            "topic": topic,
            "may": open_to,
            "may_read_record": may_read_record(request.user, topic),
        }
        name = "_menu" if request.htmx and not request.htmx.boosted else "menu"  # type: ignore[attr-defined]
        return render(request, f"forums/curating/{name}.html", context)


class ActView(LoginRequiredMixin, View):
    """One kind of act. A subclass names the form, the words and the action, which takes the fields of the form."""

    kind: str
    action: Callable[..., Curation | None]
    form_class: type[forms.ReasonForm] = forms.ReasonForm
    title: Words
    lead: Words = ""
    button: Words
    done: Words
    template = "forums/curating/act.html"

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = topic_of(request, topic_id)
        demand(may_curate(request.user, topic, self.kind))
        form = self.form_class(viewer=request.user, topic=topic, initial=self.initial(topic))
        return self.page(request, topic, form)

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = topic_of(request, topic_id)
        demand(may_curate(request.user, topic, self.kind))
        demand_pace(f"curate:{who(request)}", limit=60, seconds=60, when_down=True)
        form = self.form_class(request.POST, viewer=request.user, topic=topic)
        if form.is_valid():
            try:
                curation = self.act(signed_in(request), topic, form.cleaned_data)
            except NotAllowed as error:
                form.add_error(None, str(error))
            else:
                if curation:
                    tell_with_undo(request, self.done, curation)
                return redirect(self.landing(topic, curation))
        return self.page(request, topic, form, status=422)

    def initial(self, topic: Topic) -> dict[str, Any]:
        return {}

    def act(self, by: Member, topic: Topic, data: dict[str, Any]) -> Curation | None:
        return self.action(by=by, topic=topic, **data)

    def landing(self, topic: Topic, curation: Curation | None) -> Topic:
        return Topic.objects.get(pk=topic.pk)

    def page(self, request: HttpRequest, topic: Topic, form: Any, **more: Any) -> HttpResponse:
        held = Curation.objects.in_force().filter(topic=topic, kind=self.kind)
        context = {
            "topic": topic, "form": form, "title": self.title, "lead": self.lead, "button": self.button,
            "held": held.select_related("by").first() if self.kind in Curation.HOLDING else None,
            **self.context(request, topic),
        }  # fmt: skip
        return render(request, self.template, context, **more)

    def context(self, request: HttpRequest, topic: Topic) -> dict[str, Any]:
        return {}


class PinView(ActView):
    kind, form_class = Kind.PIN, forms.PinForm
    title = gettext_lazy("Pin this conversation")
    lead = gettext_lazy("It stands above the others.")
    button, done = gettext_lazy("Pin it"), gettext_lazy("Pinned.")

    def act(self, by: Member, topic: Topic, data: dict[str, Any]) -> Curation:
        return pin_topic(
            by=by, topic=topic, in_space=data["where"] == "space", until=data["until"],
            reason=data["reason"],
        )  # fmt: skip


class ClosureView(ActView):
    kind = Kind.CLOSE
    action = staticmethod(close_topic)
    title = gettext_lazy("Close this conversation")
    lead = gettext_lazy(
        "It stays to be read, and takes no more replies but of those who keep order."
    )
    button, done = gettext_lazy("Close it"), gettext_lazy("Closed.")


class ArchiveView(ActView):
    kind = Kind.ARCHIVE
    action = staticmethod(archive_topic)
    title = gettext_lazy("Archive this conversation")
    lead = gettext_lazy(
        "It can only be read from now on: no replies, edits, thanks or votes, for anybody."
    )
    button, done = gettext_lazy("Archive it"), gettext_lazy("Archived.")


class MoveView(ActView):
    kind, form_class = Kind.MOVE, forms.MoveForm
    action = staticmethod(move_topic)
    title = gettext_lazy("Move this conversation")
    lead = gettext_lazy(
        "It goes to another board with all its posts. Who may read that board may read it there."
    )
    button, done = gettext_lazy("Move it"), gettext_lazy("Moved.")


class TitleView(ActView):
    kind, form_class = Kind.TITLE, forms.TitleForm
    action = staticmethod(retitle_topic)
    title = gettext_lazy("Give it another title")
    lead = gettext_lazy("Its address follows; old addresses lead to it.")
    button, done = gettext_lazy("Save the title"), gettext_lazy("It has a new title.")

    def initial(self, topic: Topic) -> dict[str, Any]:
        return {"title": topic.title}


class TagsView(ActView):
    kind, form_class = Kind.TAGS, forms.TagsForm
    action = staticmethod(retag_topic)
    title = gettext_lazy("Give it other tags")
    button, done = gettext_lazy("Save the tags"), gettext_lazy("It has new tags.")

    def initial(self, topic: Topic) -> dict[str, Any]:
        return {"tags": ", ".join(topic.tag_names)}


class KindView(ActView):
    kind, form_class = Kind.KIND, forms.KindForm
    action = staticmethod(change_kind)
    title = gettext_lazy("Make it another kind")
    lead = gettext_lazy(
        "Solutions, votes and the like are kept, and wait until it is of their kind again."
    )
    button, done = gettext_lazy("Change the kind"), gettext_lazy("It is of another kind now.")

    def initial(self, topic: Topic) -> dict[str, Any]:
        return {"kind": topic.kind}


class MergeView(ActView):
    kind, form_class = Kind.MERGE, forms.MergeForm
    title = gettext_lazy("Merge it into another conversation")
    lead = gettext_lazy(
        "Its posts come after those of the other, in the order they were written, and whoever follows this one follows "
        "that. Addresses of posts go on working."
    )
    button, done = gettext_lazy("Merge them"), gettext_lazy("Merged.")

    def act(self, by: Member, topic: Topic, data: dict[str, Any]) -> Curation:
        (curation,) = merge_topics(by=by, topics=[topic], into=data["into"], reason=data["reason"])
        return curation

    def landing(self, topic: Topic, curation: Curation | None) -> Topic:
        return curation.other if curation and curation.other else topic
