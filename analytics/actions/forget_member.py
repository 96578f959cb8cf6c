from django.db import transaction
from django.db.models import Q

from accounts.models import Browser, Member
from analytics.actions.consent import recount_member, regather
from analytics.actions.gather import arrange
from analytics.models import (
    Assumption,
    CustomerCount,
    FigureOwner,
    Goal,
    IntentEvidence,
    Lead,
    ReportDelivery,
    ReportSchedule,
    SavedView,
    SurveyAnswer,
    ToldAnswer,
    Touch,
)


@transaction.atomic
def forget_member(*, member_id: int, names: list[str]) -> None:
    """Remove all that names a member who left, and restate the figures without them.

    Months that were reported keep their figures: those are sums, and nobody's.
    """
    browsers = Browser.objects.filter(member=member_id).values_list("pk", flat=True)
    keys = [f"member:{member_id}", *(f"browser:{each}" for each in browsers)]
    named = IntentEvidence.objects.filter(key__in=keys)
    subjects = set(named.values_list("subject", flat=True))
    theirs = Q(member=member_id) | Q(browser__in=list(browsers))
    Touch.objects.filter(theirs).delete()
    SurveyAnswer.objects.filter(theirs).delete()
    Lead.objects.filter(theirs).delete()
    ToldAnswer.objects.filter(member=member_id).delete()
    Goal.objects.filter(member=member_id).delete()
    SavedView.objects.filter(member=member_id).delete()
    ReportDelivery.objects.filter(reader=member_id).delete()
    ReportSchedule.objects.filter(reader=member_id).delete()
    left = str(Member.objects.get(pk=member_id))
    Assumption.objects.filter(owner__in=names).update(owner=left)
    CustomerCount.objects.filter(owner__in=names).update(owner=left)
    FigureOwner.objects.filter(owner__in=names).update(owner=left)
    regather(subjects)
    arrange(keys=keys)
    recount_member(member_id=member_id)
