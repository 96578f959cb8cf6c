from django.db import transaction

from accounts.models import Member
from content.models import Article
from core.rules import demand
from events.publishing import publish
from forums.models import Topic
from support.actions.recording import lock, record
from support.events import CaseChanged
from support.models import Case, CaseEvent, CaseLink
from support.rules import may_act_on_case


@transaction.atomic
def link_case(
    *,
    by: Member,
    case: Case,
    topic: Topic | None = None,
    article: Article | None = None,
    kind: str = CaseLink.Kind.SEE_ALSO,
) -> CaseLink:
    """A case and a conversation or an article belong together; the same again returns the link there is.

    The caller has asked whether the agent may read the conversation.
    """
    demand(may_act_on_case(by, case))
    case = lock(case)
    link, is_new = CaseLink.objects.get_or_create(
        case=case, topic=topic, article=article, defaults={"kind": kind, "by": by}
    )
    if is_new:
        became = {"topic": link.topic_id, "article": link.article_id}
        record(case, CaseEvent.Kind.LINKED, by=by, became=became)
        publish(CaseChanged(case_id=case.pk))
    return link


@transaction.atomic
def unlink_case(*, by: Member, link: CaseLink) -> None:
    """Take the link away; one that is gone already is no matter."""
    case = lock(Case(pk=link.case_id))
    demand(may_act_on_case(by, case))
    if CaseLink.objects.filter(pk=link.pk).delete()[0]:
        was = {"topic": link.topic_id, "article": link.article_id}
        record(case, CaseEvent.Kind.UNLINKED, by=by, was=was)
        publish(CaseChanged(case_id=case.pk))
