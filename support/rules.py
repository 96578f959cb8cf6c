"""Who may do what in support. The rule that raises in an action is the rule that hides a button."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from content.rules import may_write_article
from core.rules import ALLOWED, Verdict, denied
from forums.models import Topic
from forums.rules import may_open_topic, may_reply
from support.models import Case, CaseEvent, CaseMessage, CasePublication, Enquiry, OfferedAnswer


def may_work_cases(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.AGENT):
        return ALLOWED
    return denied(_("Cases are worked by support agents."))


def may_act_on_cases(viewer: Viewer) -> Verdict:
    """Answer, take, close: not while suspended. Support stays open to suspended members, to object; not its desk."""
    verdict = may_work_cases(viewer)
    if verdict and viewer.is_authenticated and viewer.is_suspended:
        return denied(_("You are suspended: you can read cases, but not work them."))
    return verdict


def may_act_on_case(viewer: Viewer, case: Case) -> Verdict:
    """Work on this one. Of their own case an agent is the customer, and nothing else."""
    verdict = may_act_on_cases(viewer)
    if verdict and case.member_id is not None and case.member_id == viewer.pk:
        return denied(_("This is your own case: a colleague works on it."))
    return verdict


def may_read_desk(viewer: Viewer, case: Case) -> Verdict:
    """An agent's side of a case: its notes, its record, its tools. Not of one's own."""
    if viewer.is_authenticated and case.member_id == viewer.pk:
        return denied(_("This is your own case: a colleague works on it."))
    return may_work_cases(viewer)


def may_write_on_case(viewer: Viewer, case: Case) -> Verdict:
    """The customer's side: their own case. Agents answer instead."""
    if viewer.is_authenticated and case.member_id == viewer.pk:
        return ALLOWED
    return denied(_("Only whoever opened a case writes on it."))


def may_solve_case(viewer: Viewer, case: Case) -> Verdict:
    """The customer says that their case is solved; of a finished one they may say it again."""
    return may_write_on_case(viewer, case)


def may_reopen_case(viewer: Viewer, case: Case) -> Verdict:
    if case.merged_into_id:
        return denied(_("This case became part of another. Undo the merge first."))
    return may_act_on_case(viewer, case)


def may_merge_cases(viewer: Viewer, case: Case, into: Case) -> Verdict:
    """Two cases of one member: in any other pair, somebody could read what somebody else wrote."""
    verdict = may_act_on_case(viewer, case)
    if not verdict:
        return verdict
    if case.pk == into.pk:
        return denied(_("A case can't become part of itself."))
    if case.merged_into_id or into.merged_into_id:
        return denied(_("One of them became part of another case already."))
    if case.desk or into.desk:
        return denied(_("Cases of the help desk are merged there."))
    if case.member_id is None or into.member_id is None:
        return denied(
            _(
                "Only cases of members can be merged: without an account, anybody can type an address."
            )
        )
    if case.member_id != into.member_id:
        return denied(_("Only cases of the same customer can be merged: they will read all of it."))
    return ALLOWED


def may_undo_case_event(viewer: Viewer, event: CaseEvent) -> Verdict:
    """What was done to a case, unless it was done by itself, or something later changed the same."""
    verdict = may_act_on_case(viewer, event.case)
    if not verdict:
        return verdict
    if event.kind not in CaseEvent.UNDOABLE or event.undone_at:
        return denied(_("This can't be undone."))
    later = event.case.record.filter(kind=event.kind, undone_at=None)
    if later.filter(Q(at__gt=event.at) | Q(at=event.at, pk__gt=event.pk)).exists():
        return denied(_("It was changed again since then."))
    if event.kind == CaseEvent.Kind.STATUS and event.case.merged_into_id:
        return denied(_("Undo the merge instead."))
    return ALLOWED


def may_ask_to_publish(viewer: Viewer, case: Case, message: CaseMessage) -> Verdict:
    """An answer to a customer who can be asked, one answer at a time."""
    verdict = may_act_on_case(viewer, case)
    if not verdict:
        return verdict
    if message.case_id != case.pk or message.is_internal or not message.is_from_company:
        return denied(_("Only an answer to the customer can be published."))
    if not (case.member_id or case.email):
        return denied(_("There is nobody left who could be asked."))
    if case.publications.filter(state=CasePublication.State.ASKED).exists():
        return denied(_("The customer is being asked already."))
    return ALLOWED


def may_stand(publication: CasePublication) -> Verdict:
    """Whether whoever asked may put it up at its place: by the rules of that place."""
    author, kind = publication.by, publication.kind
    if author is None or not author.is_active:
        return denied(_("Whoever asked has left."))
    if kind == CasePublication.Kind.TOPIC and publication.board:
        return may_open_topic(author, publication.board, Topic.Kind.QUESTION)
    if kind == CasePublication.Kind.REPLY and publication.topic:
        if not Topic.objects.visible_to(author).filter(pk=publication.topic.pk).exists():
            return denied(_("You can not read its conversation."))
        return may_reply(author, publication.topic)
    if kind == CasePublication.Kind.ARTICLE and publication.space:
        return may_write_article(author, publication.space)
    return denied(_("Choose where it is to stand."))


def may_answer_publication(viewer: Viewer, case: Case) -> Verdict:
    """Only the customer says whether others may read it."""
    return may_write_on_case(viewer, case)


def may_set_up_support(viewer: Viewer) -> Verdict:
    """Teams, hours, promises and the clocks of unanswered questions; products, the box, the share withheld."""
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators set up support."))


def may_reject_answer(enquiry: Enquiry, offered: OfferedAnswer) -> Verdict:
    """ "Not quite" is said about an answer one has opened, until the message is sent."""
    if enquiry.outcome == Enquiry.Outcome.SENT:
        return denied(_("Your message was already sent to us."))
    if offered.opened_at is None:
        return denied(_("Open the answer first."))
    return ALLOWED


def may_ask_community(enquiry: Enquiry) -> Verdict:
    if enquiry.outcome == Enquiry.Outcome.SENT:
        return denied(_("Your message was already sent to us."))
    if enquiry.asked_topic_id:
        return denied(_("You have asked the community already."))
    return ALLOWED


def may_solve_enquiry(enquiry: Enquiry, offered: OfferedAnswer | None) -> Verdict:
    """ "This solved it" is said about an answer one was offered and has opened."""
    if enquiry.outcome == Enquiry.Outcome.SENT:
        return denied(_("Your message was already sent to us."))
    if offered is None or offered.opened_at is None:
        return denied(_("Open the answer first."))
    return ALLOWED
