from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from moderation.models import ModerationAct, QuestionClaim, Report, Suspension

belongings.add(
    Section(
        key="reports", order=65, title=_("Posts you reported"), source=_("You told us."),
        models=("moderation.Report",),
        rows=lambda member: Report.objects.filter(reporter=member),
        columns={
            "created_at": _("When"), "post": _("Post"), "reason": _("Reason"), "note": _("What you wrote"),
            "decision": _("Decided"), "decided_at": _("On"),
        },
    ),
    Section(
        key="moderation", order=66, title=_("What moderators decided about you"),
        source=_("A moderator decided it."), models=("moderation.ModerationAct",),
        rows=lambda member: ModerationAct.objects.filter(Q(post__author=member) | Q(member=member)),
        columns={
            "created_at": _("When"), "kind": _("Decision"), "post": _("Post"), "reason": _("Why"),
            "undone_at": _("Taken back"),
        },
    ),
    Section(
        key="claims", order=67, title=_("Questions you took upon yourself"), source=_("You did it."),
        models=("moderation.QuestionClaim",),
        rows=lambda member: QuestionClaim.objects.filter(member=member),
        columns={"claimed_at": _("When"), "topic": _("Conversation"), "released_at": _("Released")},
    ),
    Section(
        key="suspensions", order=68, title=_("When you could not write"), source=_("A moderator decided it."),
        models=("moderation.Suspension",),
        rows=lambda member: Suspension.objects.filter(member=member),
        columns={
            "started_at": _("From"), "until": _("Until"), "reason": _("Why"), "lifted_at": _("Taken back"),
        },
    ),
)  # fmt: skip
