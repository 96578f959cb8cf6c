"""What people are told about decisions. Never a word of a hidden post, never who reported it."""

from django.utils.translation import gettext as _

from events.publishing import publish
from moderation.models import ModerationAct
from notifications.events import NoticeDue


def tell_reporters(act: ModerationAct, reporter_ids: set[int]) -> None:
    """Tell everyone whose report this act decided, what was decided and why."""
    if act.kind == ModerationAct.Kind.HIDE:
        title = _("The post you reported was hidden")
    else:
        title = _("We looked at your report and kept the post")
    for member_id in sorted(reporter_ids):
        _tell(act, member_id, "report_decided", title, _("Reason: %s") % act.reason)


def tell_author_of_hiding(act: ModerationAct) -> None:
    """Tell the author, with the reason; the page it leads to says how to disagree."""
    if act.post:
        title = _("A post of yours was hidden")
        _tell(act, act.post.author_id, "post_hidden", title, _("Reason: %s") % act.reason)


def tell_author_of_holding(act: ModerationAct) -> None:
    if act.post:
        title = _("A post of yours is held back for a look")
        text = _("Several members reported it. You are told what a community manager decides.")
        _tell(act, act.post.author_id, "post_held", title, text)


def tell_of_undoing(act: ModerationAct, reporter_ids: set[int]) -> None:
    """Tell the author and the reporters that a decision was taken back."""
    if act.kind != ModerationAct.Kind.KEEP and act.post:
        _tell(
            act, act.post.author_id, "post_shown_again", _("Your post is shown again"),
            _("We had hidden it and have taken that back."),
        )  # fmt: skip
        title, text = (
            _("A post you reported is shown again"),
            _("We looked once more and took the hiding back."),
        )
    else:
        title, text = (
            _("We look at your report again"),
            _("The decision to keep the post was taken back."),
        )
    for member_id in sorted(reporter_ids):
        _tell(act, member_id, "report_undone", title, text)


def _tell(act: ModerationAct, member_id: int, kind: str, title: str, text: str) -> None:
    publish(
        NoticeDue(
            member_id=member_id,
            kind=kind,
            title=title,
            text=text,
            url=act.get_absolute_url(),
            key=f"moderation-{act.pk}-{kind}",
        )
    )
