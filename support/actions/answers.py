from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core.rules import demand
from events.publishing import publish
from support.events import AnswerOpened, AnswerRejected, AnswersOffered, EnquirySolved
from support.finding import Found, Kind
from support.models import Enquiry, OfferedAnswer
from support.rules import may_reject_answer, may_solve_enquiry


@transaction.atomic
def offer_answers(*, enquiry: Enquiry, found: Sequence[Found]) -> None:
    """Record what is shown for the enquiry, best first; of those whose answers are withheld only how many there were.

    Open questions are shown (and withheld) like answers, but do not count as such.
    """
    enquiry = _lock(enquiry)
    answers = sum(each.is_answer for each in found)
    if answers > enquiry.answers_found:
        enquiry.answers_found = answers
        enquiry.save(update_fields=["answers_found"])
    if enquiry.withheld:
        return
    known = {(each.topic_id, each.article_id): each for each in enquiry.offered.all()}
    shown = {_key(each): position for position, each in enumerate(found, start=1)}
    _move(known, shown)
    new = [each for each in found if _key(each) not in known]
    OfferedAnswer.objects.bulk_create(
        OfferedAnswer(
            enquiry=enquiry,
            topic_id=_key(each)[0],
            article_id=_key(each)[1],
            is_open_question=not each.is_answer,
            position=shown[_key(each)],
        )
        for each in new
    )
    if new:
        publish(
            AnswersOffered(
                enquiry_id=str(enquiry.pk),
                topic_ids=[each.object_id for each in new if each.kind != Kind.ARTICLE],
                article_ids=[each.object_id for each in new if each.kind == Kind.ARTICLE],
            )
        )


Key = tuple[int | None, int | None]


def _key(found: Found) -> Key:
    """Topic and article, as `OfferedAnswer` names them."""
    is_article = found.kind == Kind.ARTICLE
    return (None, found.object_id) if is_article else (found.object_id, None)


def _move(known: dict[Key, OfferedAnswer], shown: dict[Key, int]) -> None:
    """Those offered before go to their place in the new list, or out of it; on record they stay."""
    moved = []
    for key, offered in known.items():
        if offered.position != shown.get(key):
            offered.position = shown.get(key)
            moved.append(offered)
    OfferedAnswer.objects.bulk_update(moved, ["position"])


@transaction.atomic
def open_answer(*, offered: OfferedAnswer) -> bool:
    """Note that an offered answer was opened; False when it was before."""
    opened = OfferedAnswer.objects.filter(pk=offered.pk, opened_at=None).update(
        opened_at=timezone.now()
    )
    if opened:
        Enquiry.objects.open().filter(pk=offered.enquiry_id).update(updated_at=timezone.now())
        publish(
            AnswerOpened(
                enquiry_id=str(offered.enquiry_id),
                topic_id=offered.topic_id,
                article_id=offered.article_id,
            )
        )
    return bool(opened)


@transaction.atomic
def reject_answer(*, enquiry: Enquiry, offered: OfferedAnswer) -> bool:
    """ "Not quite": an agent sees that it was read and did not help. False when they said so before.

    Raises NotAllowed when it was not opened, or the message was sent already.
    """
    enquiry = _lock(enquiry)
    demand(may_reject_answer(enquiry, offered))
    rows = OfferedAnswer.objects.filter(pk=offered.pk, rejected_at=None)
    rejected = rows.update(rejected_at=timezone.now())
    if rejected:
        Enquiry.objects.open().filter(pk=enquiry.pk).update(updated_at=timezone.now())
        publish(
            AnswerRejected(
                enquiry_id=str(enquiry.pk),
                topic_id=offered.topic_id,
                article_id=offered.article_id,
            )
        )
    return bool(rejected)


@transaction.atomic
def solve_enquiry(*, enquiry: Enquiry, offered: OfferedAnswer) -> Enquiry:
    """ "This solved it": the enquiry ends without a case. Saying it twice changes nothing more.

    Raises NotAllowed when the answer was not offered and opened, or the message was sent already.
    """
    enquiry = _lock(enquiry)
    if enquiry.outcome == Enquiry.Outcome.SOLVED:
        return enquiry
    demand(may_solve_enquiry(enquiry, offered))
    now = timezone.now()
    enquiry.outcome = Enquiry.Outcome.SOLVED
    enquiry.solved_by_topic_id, enquiry.solved_by_article_id = offered.topic_id, offered.article_id
    enquiry.ended_at = enquiry.updated_at = now
    enquiry.save(
        update_fields=["outcome", "solved_by_topic", "solved_by_article", "ended_at", "updated_at"]
    )
    OfferedAnswer.objects.filter(pk=offered.pk).update(rejected_at=None)
    publish(
        EnquirySolved(
            enquiry_id=str(enquiry.pk),
            topic_id=offered.topic_id,
            article_id=offered.article_id,
        )
    )
    return enquiry


def _lock(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
