"""What the figures learn from events. Each reads the rows again, so order and repetition do not matter."""

from accounts import events as accounts
from accounts.administration.merging import hand_over
from accounts.models import Purpose
from accounts.privacy.forgetting import known_traces
from analytics import actions
from analytics.deflection import before_after
from analytics.events import AssumptionSet, CustomersCounted, GoalRecorded, SurveyAnswered
from analytics.models import (
    AlarmGrade,
    Assumption,
    CustomerCount,
    FigureOwner,
    FlashBoard,
    Goal,
    Lead,
    Note,
    Report,
    ReportDelivery,
    ReportSchedule,
    SavedView,
    Split,
    SurveyAnswer,
    ToldAnswer,
    Touch,
)
from content import events as content
from events.registry import subscribe
from forums import events as forums
from forums.models import Topic
from support import events as support


@subscribe(
    forums.TopicOpened,
    forums.SolutionMarked,
    forums.SolutionWithdrawn,
    forums.PostHidden,
    forums.PostUnhidden,
    forums.PostDeleted,
    forums.PostRestored,
    name="analytics.follow_topic",
)
def follow_topic(fact: forums.TopicOpened) -> None:
    actions.gather(topics=[fact.topic_id])
    asker = Topic.objects.questions().filter(pk=fact.topic_id).values_list("author", flat=True)
    actions.trace_leads(members=asker)


@subscribe(
    support.EnquiryStarted,
    support.AnswersOffered,
    support.AnswerOpened,
    support.EnquirySolved,
    support.EnquiryAsked,
    name="analytics.follow_enquiry",
)
def follow_enquiry(fact: support.EnquiryStarted) -> None:
    actions.gather(enquiries=[fact.enquiry_id])


@subscribe(support.CaseOpened, name="analytics.follow_case")
def follow_case(fact: support.CaseOpened) -> None:
    actions.gather(cases=[fact.case_id])


@subscribe(support.CasesReceived, name="analytics.follow_received_cases")
def follow_received_cases(fact: support.CasesReceived) -> None:
    """What the help desk tells of counts as a contact on the day it was one."""
    actions.gather(cases=fact.case_ids)


@subscribe(SurveyAnswered, name="analytics.follow_survey")
def follow_survey(fact: SurveyAnswered) -> None:
    actions.gather(surveys=[fact.survey_id])


@subscribe(accounts.ConsentGiven, name="analytics.welcome_consent")
def welcome_consent(fact: accounts.ConsentGiven) -> None:
    if fact.purpose == Purpose.SALES:
        actions.trace_leads(
            members=[fact.member_id] if fact.member_id else [],
            browsers=[fact.browser_id] if fact.browser_id and not fact.member_id else [],
        )


@subscribe(accounts.ConsentWithdrawn, name="analytics.forget_person")
def forget_person(fact: accounts.ConsentWithdrawn) -> None:
    actions.forget_person(
        consent_id=fact.consent_id,
        purpose=fact.purpose,
        member_id=fact.member_id,
        browser_id=fact.browser_id,
    )


@subscribe(accounts.MemberSignedIn, name="analytics.adopt_touches")
def adopt_touches(fact: accounts.MemberSignedIn) -> None:
    actions.adopt_touches(member_id=fact.member_id, browser_id=fact.browser_id)


@subscribe(
    accounts.QuestionAnswered,
    accounts.AnswerWithdrawn,
    accounts.ConsentGiven,
    accounts.ConsentWithdrawn,
    accounts.MemberSignedIn,
    name="analytics.settle_answers",
)
def settle_answers(fact: accounts.ConsentGiven) -> None:
    """What a member told us is used from the moment they agree, until the moment they do not."""
    if fact.member_id:
        actions.settle_answers(member_id=fact.member_id)


@subscribe(accounts.RoleGranted, accounts.RoleWithdrawn, name="analytics.recount_member")
def recount_member(fact: accounts.RoleGranted) -> None:
    actions.recount_member(member_id=fact.member_id)


@subscribe(content.AssetDownloaded, name="analytics.follow_download")
def follow_download(fact: content.AssetDownloaded) -> None:
    if actions.note_download(download_id=fact.download_id):
        actions.trace_leads(members=[fact.member_id])


@subscribe(GoalRecorded, name="analytics.follow_goal")
def follow_goal(fact: GoalRecorded) -> None:
    actions.trace_leads(members=[fact.member_id])


@subscribe(CustomersCounted, name="analytics.fit_before_after")
def fit_before_after(fact: CustomersCounted) -> None:
    before_after.fit()


@subscribe(AssumptionSet, name="analytics.apply_assumption")
def apply_assumption(fact: AssumptionSet) -> None:
    if fact.name in (Assumption.Name.WAITING_WINDOW, Assumption.Name.HALF_LIFE):
        actions.rebuild()
    assumption = Assumption.objects.filter(pk=fact.assumption_id).first()
    if assumption:
        actions.restate_months(assumption=assumption)


@subscribe(accounts.MemberDeleted, name="analytics.forget_member")
def forget_member(fact: accounts.MemberDeleted) -> None:
    names = known_traces(fact.deletion_id).names
    actions.forget_member(member_id=fact.member_id, names=names)


@subscribe(accounts.MembersMerged, name="analytics.hand_over")
def hand_over_to_one_member(event: accounts.MembersMerged) -> None:
    """What rests on a consent that was ended by the merge goes with that consent, by its own event."""
    hand_over(
        event,
        {
            AlarmGrade: ("graded_by",),
            FlashBoard: ("opened_by", "undone_by"),
            Assumption: ("set_by",),
            CustomerCount: ("set_by",),
            FigureOwner: ("set_by",),
            Touch: ("member",),
            SurveyAnswer: ("member",),
            Goal: ("member",),
            ToldAnswer: ("member",),
            Lead: ("member",),
            Note: ("set_by",),
            SavedView: ("member",),
            Report: ("made_by",),
            ReportSchedule: ("reader",),
            ReportDelivery: ("reader",),
            Split: ("asked_by", "by", "undone_by"),
        },
    )
