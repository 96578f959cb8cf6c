"""A notification in words, for the inbox and for mail. Words of posts and topics are read now, never kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.html import plain_text
from notifications.models import Kind, Notification

EXCERPT_CHARS = 180


@dataclass(frozen=True, slots=True)
class Line:
    notification: Notification
    title: str
    sentence: str
    excerpt: str


def line_of(notification: Notification) -> Line:
    """Expects actor, topic and post to be loaded, and to be visible to the member."""
    topic, post = notification.topic, notification.post
    return Line(
        notification=notification,
        title=notification.title or (topic.title if topic else ""),
        sentence=_sentence(notification),
        excerpt=notification.text or (plain_text(post.html, EXCERPT_CHARS) if post else ""),
    )


def _sentence(notification: Notification) -> str:
    if notification.kind not in Kind.values:
        return ""
    actor = str(notification.actor) if notification.actor else _("Somebody")
    return {
        Kind.REPLY: _("%(actor)s replied"),
        Kind.TOPIC: _("%(actor)s started a conversation"),
        Kind.MENTION: _("%(actor)s mentioned you"),
        Kind.SOLVED: _("%(actor)s marked your answer as the solution"),
        Kind.SOLUTION: _("%(actor)s marked a solution"),
        Kind.THANKS: _("%(actor)s thanked you"),
        Kind.VOTE: _("The vote is open, and you are on its roll"),
        Kind.VOTE_ENDS: _("Voting ends within a day; this goes to everybody on the roll"),
        Kind.OBJECTION: _("%(actor)s wrote about who may vote"),
        Kind.DECIDED: _("The vote is decided"),
        Kind.DUPLICATE: _("%(actor)s found that this was asked before"),
        Kind.REMINDER: _("You asked to be reminded of this"),
        Kind.EDITED: _("%(actor)s edited your post"),
        Kind.ACCEPTANCE: _("We ask you to read this and say whether you accept it"),
        Kind.POLICY: _("News of a policy you follow"),
        Kind.STATUS: _("%(actor)s answered an idea you voted for or follow"),
    }[Kind(notification.kind)] % {"actor": actor}
