from django.db import transaction
from django.utils import timezone

from core.rules import demand
from events.publishing import publish
from forums.models import Topic
from support.events import AnswerOpened, AnswersOffered, EnquirySolved
from support.models import Enquiry, OfferedAnswer
from support.rules import may_solve_enquiry


@transaction.atomic
def offer_answers(*, enquiry: Enquiry, topic_ids: list[int]) -> None:
    """Record which solved conversations, best first, answer the enquiry; withheld ones are only counted."""
    enquiry = _lock(enquiry)
    if len(topic_ids) > enquiry.answers_found:
        enquiry.answers_found = len(topic_ids)
        enquiry.save(update_fields=["answers_found"])
    if enquiry.withheld:
        return
    known = {each.topic_id: each for each in enquiry.offered.all()}
    enquiry.offered.exclude(topic__in=topic_ids).update(position=None)
    for position, topic_id in enumerate(topic_ids, start=1):
        if topic_id not in known:
            OfferedAnswer.objects.create(enquiry=enquiry, topic_id=topic_id, position=position)
        elif known[topic_id].position != position:
            OfferedAnswer.objects.filter(pk=known[topic_id].pk).update(position=position)
    new = [topic_id for topic_id in topic_ids if topic_id not in known]
    if new:
        publish(AnswersOffered(enquiry_id=str(enquiry.pk), topic_ids=new))


@transaction.atomic
def open_answer(*, offered: OfferedAnswer) -> bool:
    """Note that an offered answer was opened; False when it was before."""
    opened = OfferedAnswer.objects.filter(pk=offered.pk, opened_at=None).update(
        opened_at=timezone.now()
    )
    if opened:
        Enquiry.objects.open().filter(pk=offered.enquiry_id).update(updated_at=timezone.now())
        publish(AnswerOpened(enquiry_id=str(offered.enquiry_id), topic_id=offered.topic_id))
    return bool(opened)


@transaction.atomic
def solve_enquiry(*, enquiry: Enquiry, topic: Topic) -> Enquiry:
    """ "This solved it": the enquiry ends without a case. Saying it twice changes nothing more.

    Raises NotAllowed when the answer was not offered and opened, or the message was sent already.
    """
    enquiry = _lock(enquiry)
    if enquiry.outcome == Enquiry.Outcome.SOLVED:
        return enquiry
    demand(may_solve_enquiry(enquiry, enquiry.offered.filter(topic=topic).first()))
    now = timezone.now()
    enquiry.outcome, enquiry.solved_by_topic = Enquiry.Outcome.SOLVED, topic
    enquiry.ended_at = enquiry.updated_at = now
    enquiry.save(update_fields=["outcome", "solved_by_topic", "ended_at", "updated_at"])
    publish(EnquirySolved(enquiry_id=str(enquiry.pk), topic_id=topic.pk))
    return enquiry


def _lock(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
