"""What a visitor pressed before signing in, done as they arrive: "me too", and votes for ideas."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Member, WaitingAct
from accounts.waiting.kinds import Kind, Press, register
from core.rules import NotAllowed
from forums.actions import kinds
from forums.models import State, Topic


def reader_of(kind: str) -> Callable[[HttpRequest], Press]:
    def read(request: HttpRequest) -> Press:
        number = request.POST.get("topic", "")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        topics = Topic.objects.readable_by(request.user).filter(state=State.VISIBLE, kind=kind)
        topic = topics.filter(pk=number).first()
        if topic is None:
            raise Http404
        words = (
            _("Your vote for “%(title)s”") if kind == Topic.Kind.IDEA else _("Me too: “%(title)s”")
        )
        return Press({"topic": topic.pk}, words % {"title": topic.title}, topic.get_absolute_url())

    return read


def say_me_too(by: Member, act: WaitingAct) -> str:
    topic = _topic(by, act)
    try:
        kinds.say_me_too(by=by, topic=topic)
    except NotAllowed:
        if topic.author_id != by.pk:
            raise  # one's own question is nothing worth a page: they land on it
    return topic.get_absolute_url()


def vote_for_idea(by: Member, act: WaitingAct) -> str:
    topic = _topic(by, act)
    kinds.vote_for_idea(by=by, topic=topic)
    return topic.get_absolute_url()


def _topic(by: Member, act: WaitingAct) -> Topic:
    topic = Topic.objects.readable_by(by).filter(pk=act.facts.get("topic")).first()
    if topic is None:
        raise Http404
    return topic


register(
    Kind(
        "forums.me_too",
        gettext_lazy("You have this question, too."),
        say_me_too,
        reader_of(Topic.Kind.QUESTION),
    )
)
register(
    Kind(
        "forums.idea_vote",
        gettext_lazy("You voted for it."),
        vote_for_idea,
        reader_of(Topic.Kind.IDEA),
    )
)
