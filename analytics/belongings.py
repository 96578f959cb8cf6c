from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Browser, Member
from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from analytics.models import (
    Goal,
    Lead,
    LeadTransition,
    Report,
    ReportDelivery,
    ReportSchedule,
    SavedView,
    Split,
    SupportIntent,
    SurveyAnswer,
    ToldAnswer,
    Touch,
)
from forums.belongings import titled


def _touches(member: Member) -> QuerySet[Touch]:
    theirs = Q(member=member) | Q(browser__in=Browser.objects.filter(member=member))
    return titled(Touch.objects.consented().filter(theirs), member, "topic")


def _surveys(member: Member) -> QuerySet[SurveyAnswer]:
    return titled(SurveyAnswer.objects.consented().of(member.pk, None), member, "topic")


belongings.add(
    Section(
        key="touches", order=80, title=_("Pages you opened"), models=("analytics.Touch",),
        source=_("We noted it because you agreed to measuring what helps."),
        rows=_touches,
        columns={
            "at": _("When"), "kind": _("What"), "conversation": _("Conversation"), "article__title": _("Article"),
            "via": _("Came"), "source": _("From"), "missed": _("Searched in vain"),
        },
    ),
    Section(
        key="intents", order=81, title=_("When you wanted help"), models=("analytics.SupportIntent",),
        source=_("We counted it because you agreed to measuring what helps."),
        rows=lambda member: SupportIntent.objects.filter(key=f"member:{member.pk}"),
        columns={"opened_at": _("When"), "grade": _("What came of it"), "closes_at": _("Final on")},
    ),
    Section(
        key="survey", order=86, title=_("When we asked whether a page helped"), models=("analytics.SurveyAnswer",),
        source=_("You told us when asked, and agreed to measuring what helps."),
        rows=_surveys,
        columns={
            "asked_at": _("Asked"), "conversation": _("Conversation"), "article__title": _("Article"),
            "found": _("You found what you needed"), "would_have_contacted": _("You would have written to support"),
            "answered_at": _("Answered"),
        },
    ),
    Section(
        key="interest", order=82, title=_("Your interest, as our sales people see it"), models=("analytics.Lead",),
        source=_("We worked it out because you agreed to be contacted about products."),
        rows=lambda member: Lead.objects.consented().filter(member=member),
        columns={
            "first_at": _("First seen"), "stage": _("Stage"), "heat": _("Score"), "via": _("Came"),
            "source": _("From"), "last_at": _("Last seen"),
        },
    ),
    Section(
        key="interest-steps", order=83, title=_("How that interest grew"), models=(),
        source=_("We worked it out because you agreed to be contacted about products."),
        rows=lambda member: LeadTransition.objects.filter(lead__in=Lead.objects.consented().filter(member=member)),
        columns={"at": _("When"), "from_stage": _("From"), "to_stage": _("To"), "cause": _("Because you")},
    ),
    Section(
        key="told", order=85, title=_("Your answers, as they are used"), models=("analytics.ToldAnswer",),
        source=_("You told us when asked, and agreed to its use."),
        rows=lambda member: ToldAnswer.objects.consented().filter(member=member),
        columns={"told_at": _("When"), "question__text": _("Question"), "value": _("Answer"), "question__purpose": _("Used for")},
    ),
    Section(
        key="goals", order=84, title=_("What you bought or reached"), models=("analytics.Goal",),
        source=_("People of the company recorded it."),
        rows=lambda member: Goal.objects.filter(member=member),
        columns={"at": _("When"), "name": _("What"), "value": _("Worth"), "currency": _("Currency"), "reference": _("Number")},
    ),
    Section(
        key="saved-views", order=86, title=_("Views of the figures you saved"), models=("analytics.SavedView",),
        source=_("You saved them."),
        rows=lambda member: SavedView.objects.filter(member=member),
        columns={"saved_at": _("When"), "name": _("Name"), "address": _("Page")},
    ),
    Section(
        key="figure-reports", order=87, title=_("Reports you made"), models=("analytics.Report",), source=_("You made them."),
        rows=lambda member: Report.objects.filter(made_by=member),
        columns={"made_at": _("When"), "name": _("Name"), "split": _("Drawn"), "span": _("Time")},
    ),
    Section(
        key="report-schedules", order=88, title=_("Reports you get by mail"), models=("analytics.ReportSchedule",),
        source=_("You, or somebody of the company, asked for it."),
        rows=lambda member: ReportSchedule.objects.filter(reader=member).select_related("report"),
        columns={
            "made_at": _("When"), "report__name": _("Report"), "rhythm": _("How often"), "hour": _("Hour"),
            "zone": _("Time zone"), "stopped_at": _("Ended"),
        },
    ),
    Section(
        key="report-deliveries", order=89, title=_("Reports sent to you"), models=("analytics.ReportDelivery",),
        source=_("We sent them because you, or somebody of the company, asked for it."),
        rows=lambda member: ReportDelivery.objects.filter(reader=member).select_related("report"),
        columns={"due_at": _("When"), "report__name": _("Report"), "first": _("From"), "last": _("To"), "state": _("What came of it")},
    ),
    Section(
        key="splits", order=90, title=_("Spaces you parted"), models=("analytics.Split",), source=_("You did it."),
        rows=lambda member: Split.objects.filter(Q(asked_by=member) | Q(by=member) | Q(undone_by=member)).select_related("space"),
        columns={
            "made_at": _("Worked out"), "space__name": _("Space"), "stage": _("What came of it"), "reason": _("Reason"),
            "begun_at": _("Begun"), "undone_at": _("Taken back"),
        },
    ),
)  # fmt: skip
