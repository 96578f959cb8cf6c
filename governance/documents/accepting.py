"""Who is asked to accept which version, and who has not yet."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Member, Viewer
from governance.models import PolicyAcceptance, PolicyVersion
from governance.models.acceptance import open_demands
from spaces.models import Membership


def asked_to_accept(version: PolicyVersion) -> QuerySet[Member]:
    """Everybody who is here; of a space's policy, the members of the space."""
    members = Member.objects.active().filter(is_placeholder=False, is_waiting=False)
    if space_id := version.policy.space_id:
        theirs = Membership.objects.filter(space=space_id, member=OuterRef("pk"))
        members = members.filter(Exists(theirs))
    return members


def not_accepted(version: PolicyVersion) -> QuerySet[Member]:
    accepted = PolicyAcceptance.objects.filter(version=version, member=OuterRef("pk"))
    return asked_to_accept(version).filter(~Exists(accepted))


def versions_due(viewer: Viewer) -> QuerySet[PolicyVersion]:
    """The versions that a member is asked to accept and has not; asks the database nothing where nothing is asked of anybody."""
    if not viewer.is_authenticated or not (demands := open_demands()):
        return PolicyVersion.objects.none()
    theirs = Membership.objects.filter(space=OuterRef("policy__space"), member=viewer.pk)
    done = PolicyAcceptance.objects.filter(version=OuterRef("pk"), member=viewer.pk)
    return (
        PolicyVersion.objects.in_force()
        .filter(Q(policy__space=None) | Exists(theirs), ~Exists(done), pk__in=[d[0] for d in demands])
        .select_related("policy")
        .defer("source", "html", "anchors")
        .order_by("pk")
    )  # fmt: skip
