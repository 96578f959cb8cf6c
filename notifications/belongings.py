from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from forums.belongings import titled
from notifications.models import MailPreference, Notification, Subscription


def _told(member: Member) -> QuerySet[Notification]:
    return titled(Notification.objects.visible_to(member), member, "topic")


belongings.add(
    Section(
        key="notifications", order=60, title=_("What you were told"), models=("notifications.Notification",),
        source=_("We told you, because of what you follow or because it is about you."),
        rows=_told,
        columns={
            "created_at": _("When"), "kind": _("Kind"), "title": _("Title"), "conversation": _("Conversation"),
            "text": _("Text"), "url": _("Page"), "read_at": _("Read"), "mailed_at": _("Mailed"),
        },
    ),
    Section(
        key="subscriptions", order=61, title=_("What you follow"), models=("notifications.Subscription",),
        source=_("You asked for it, or you wrote there."),
        rows=lambda member: titled(Subscription.objects.filter(member=member), member, "topic"),
        columns={
            "created_at": _("Since"), "conversation": _("Conversation"), "board__name": _("Board"),
            "space__name": _("Space"), "person__handle": _("Member"), "tag__name": _("Tag"), "policy__title": _("Policy"),
            "ended_at": _("Ended"),
        },
    ),
    Section(
        key="mail-choice", order=62, title=_("Whether you want mail"), source=_("You told us."),
        models=("notifications.MailPreference",),
        rows=lambda member: MailPreference.objects.filter(member=member),
        columns={"changed_at": _("Since"), "wants_mail": _("Wanted"), "wants_votes": _("Of votes, too")},
    ),
)  # fmt: skip
