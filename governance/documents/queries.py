"""What the pages of policies read, each with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.rules import Verdict
from forums.world import feeds
from forums.world.facts import absolute
from governance.clauses import ClauseChange, compare_anchored
from governance.documents.rules import may_accept, may_tend
from governance.models import (
    AcceptanceDemand,
    Policy,
    PolicyAcceptance,
    PolicyTranslation,
    PolicyVersion,
    Proposal,
    ProposalText,
    State,
)
from governance.models.states import OPEN
from governance.models.translation import OWN_NAMES
from governance.rules import may_petition, may_propose

MOST_FED = 30


@dataclass(slots=True)
class PolicyPage:
    """A policy as its page shows it to one person."""

    policy: Policy
    version: PolicyVersion
    versions: list[PolicyVersion]
    translations: list[PolicyTranslation]
    shown: PolicyTranslation | None
    """The translation they read; None: the legal text itself."""
    proposals: list[Proposal]
    """Those that are before the members, or decided and not yet in force."""
    may_propose: Verdict
    may_petition: Verdict
    may_tend: Verdict
    may_accept: Verdict
    demand: AcceptanceDemand | None
    accepted: PolicyAcceptance | None

    @property
    def is_free(self) -> bool:
        """Whether no change of it is before the members."""
        return not any(each.state in OPEN for each in self.proposals)

    @property
    def own_language(self) -> str:
        return str(OWN_NAMES[self.policy.language])

    @property
    def before(self) -> PolicyVersion | None:
        """The version that this one followed."""
        return next((each for each in self.versions if each.number < self.version.number), None)


@dataclass(slots=True)
class Comparison:
    """Two versions of a policy, and what becomes of each clause from the one to the other."""

    policy: Policy
    versions: list[PolicyVersion]
    before: PolicyVersion
    after: PolicyVersion
    changes: list[ClauseChange]

    @property
    def changed(self) -> int:
        return sum(each.kind != "same" for each in self.changes)


def versions_of(policy: Policy, *more: Prefetch) -> list[PolicyVersion]:
    """The newest first, without their words."""
    versions = policy.versions.defer("source", "html", "anchors")
    return list(versions.order_by("-number").prefetch_related(*more))


def read_version(
    policy: Policy, number: int | None
) -> tuple[PolicyVersion, list[PolicyTranslation], list[PolicyVersion]] | None:
    """The version in force, or the one of this number, with its translations and those beside it."""
    versions = versions_of(policy)
    wanted = (
        each
        for each in versions
        if (each.number == number if number else each.superseded_at is None)
    )
    found = next(wanted, None)
    if found is None:
        return None
    version = PolicyVersion.objects.get(pk=found.pk)
    version.policy = policy
    translations = list(version.translations.current().order_by("language"))
    return version, translations, versions


def policy_page(
    viewer: Viewer,
    policy: Policy,
    read: tuple[PolicyVersion, list[PolicyTranslation], list[PolicyVersion]],
    language: str,
) -> PolicyPage:
    version, translations, versions = read
    demand = policy.acceptance_demands.open().first()
    accepted = None
    if viewer.is_authenticated:
        accepted = PolicyAcceptance.objects.filter(version=version, member=viewer.pk).first()
    return PolicyPage(
        policy=policy,
        version=version,
        versions=versions,
        translations=translations,
        shown=next((each for each in translations if each.language == language), None),
        proposals=list(_pending(viewer, policy)),
        may_propose=may_propose(viewer, policy),
        may_petition=may_petition(viewer, policy),
        may_tend=may_tend(viewer, policy),
        may_accept=may_accept(viewer, version),
        demand=demand,
        accepted=accepted,
    )


def _proposals(viewer: Viewer, policy: Policy) -> QuerySet[Proposal]:
    """Every proposal that would change the policy, by its own policy's leave to read it."""
    texts = ProposalText.objects.filter(proposal=OuterRef("pk"), policy=policy)
    found = Proposal.objects.visible_to(viewer).filter(Q(policy=policy) | Exists(texts))
    return found.exclude(state=State.DRAFT).defer("why", "why_html")


def _pending(viewer: Viewer, policy: Policy) -> QuerySet[Proposal]:
    waiting = Q(state=State.DECIDED, in_force_on__isnull=False)
    return _proposals(viewer, policy).filter(Q(state__in=OPEN) | waiting).order_by("pk")


def comparison(policy: Policy, before: int | None, after: int | None) -> Comparison | None:
    """From one version to another, by their numbers; without numbers, what the newest changed. None where one is missing."""
    versions = versions_of(policy)
    numbers = [each.number for each in versions]
    after = after or numbers[0]
    before = before or next((each for each in numbers if each < after), after)
    texts = {each.number: each for each in policy.versions.filter(number__in=[before, after])}
    if before not in texts or after not in texts:
        return None
    old, new = texts[before], texts[after]
    changes = compare_anchored(old.clauses, new.clauses)
    return Comparison(policy=policy, versions=versions, before=old, after=new, changes=changes)


def acceptances_by_version(policy: Policy) -> list[PolicyVersion]:
    """The newest first, each with how many accepted it (`.accepted`). For who keeps the policy: it counts rows."""
    versions = policy.versions.defer("source", "html", "anchors").order_by("-number")
    return list(versions.annotate(accepted=Count("acceptances")))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a policy's history: a version, or a proposal that brought none."""

    at: datetime
    version: PolicyVersion | None = None
    proposal: Proposal | None = None
    languages: Sequence[str] = ()
    address: str = ""


def history(viewer: Viewer, policy: Policy) -> list[Entry]:
    """Versions with their translations, and the proposals that brought none, newest first."""
    translations = PolicyTranslation.objects.current().order_by("language")
    shown = Prefetch("translations", translations.defer("source", "html"))
    entries = [
        Entry(
            at=each.in_force_from,
            version=each,
            address=reverse("governance:version", args=[policy.slug, each.number]),
            languages=[translation.name for translation in each.translations.all()],
        )
        for each in versions_of(policy, shown)
    ]
    others = _proposals(viewer, policy).filter(versions=None).exclude(announced_at=None)
    entries += [Entry(at=each.announced_at, proposal=each) for each in others if each.announced_at]
    return sorted(entries, key=lambda each: each.at, reverse=True)


def feed_entries(viewer: Viewer, policy: Policy) -> list[feeds.Entry]:
    return [_fed(each, policy) for each in history(viewer, policy)[:MOST_FED]]


def _fed(entry: Entry, policy: Policy) -> feeds.Entry:
    if entry.version:
        title = _("Version %d") % entry.version.number
        path, summary, author = entry.address, entry.version.summary, policy.title
    else:
        assert entry.proposal is not None
        title, summary = entry.proposal.title, entry.proposal.get_state_display()
        path, author = entry.proposal.get_absolute_url(), policy.title
    return feeds.Entry(title, absolute(path), author, summary, entry.at, entry.at)
