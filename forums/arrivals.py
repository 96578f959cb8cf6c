"""What a visitor did in forums before signing in, done as they arrive: questions, replies, thanks."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Member, WaitingAct
from accounts.waiting.arrivals import on_arrival
from accounts.waiting.kinds import Kind, Press, register
from core.rules import NotAllowed
from core.text import cook
from forums import actions
from forums.models import Draft, Post, State, Topic
from uploads.actions import adopt_uploads


@on_arrival
def take_over_drafts(request: HttpRequest, member: Member) -> str | None:
    """What was written and not sent goes on as the member's draft."""
    browser = getattr(request, "browser", None)
    actions.adopt_drafts(member=member, browser_id=browser.id if browser else None)
    return None


def post_topic(by: Member, act: WaitingAct) -> str:
    draft = Draft.objects.filter(pk=act.facts.get("draft")).first()
    if draft is None or draft.member_id not in (None, by.pk):
        raise Http404
    Draft.objects.filter(pk=draft.pk).update(member=by)
    adopt_uploads(owner=by, browser_id=act.browser_id, html=cook(draft.source))
    return actions.post_draft(by=by, draft=draft).get_absolute_url()


def post_reply(by: Member, act: WaitingAct) -> str:
    topic = readable_topics(by).filter(pk=act.facts.get("topic")).first()
    if topic is None:
        raise Http404
    adopt_uploads(owner=by, browser_id=act.browser_id, html=cook(act.text))
    answered = act.facts.get("reply_to")
    post = actions.reply(author=by, topic=topic, source=act.text, key=act.pk, reply_to=answered)
    return post.get_absolute_url()


def thank_for_post(by: Member, act: WaitingAct) -> str:
    post = readable_posts(by).filter(pk=act.facts.get("post")).first()
    if post is None:
        raise Http404
    try:
        actions.thank(by=by, post=post)
    except NotAllowed:
        if post.author_id != by.pk:
            raise  # thanking oneself is nothing worth a page: they land on their post
    return post.get_absolute_url()


def read_thanks(request: HttpRequest) -> Press:
    number = request.POST.get("post", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    post = readable_posts(request.user).filter(pk=number, state=State.VISIBLE).first()
    if post is None:
        raise Http404
    label = _("Thanks to %(name)s, in “%(title)s”") % {
        "name": post.author,
        "title": post.topic.title,
    }
    return Press({"post": post.pk}, label, post.get_absolute_url())


def readable_topics(viewer: Any) -> Any:
    return Topic.objects.readable_by(viewer).select_related("board__space", "author")


def readable_posts(viewer: Any) -> Any:
    return Post.objects.readable_by(viewer).select_related("topic__board__space", "author")


register(Kind("forums.topic", gettext_lazy("Your question is posted."), post_topic))
register(Kind("forums.reply", gettext_lazy("Your reply is posted."), post_reply))
register(Kind("forums.thanks", gettext_lazy("Thanked."), thank_for_post, read_thanks))
