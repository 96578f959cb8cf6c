import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Viewer
from core.rules import demand
from events.publishing import publish
from forums.actions import save_draft
from forums.models import Board, Draft, Topic
from support.actions.enquiry import NotYours
from support.events import EnquiryAsked
from support.models import Enquiry
from support.rules import may_ask_community


@transaction.atomic
def ask_community(*, enquiry: Enquiry, viewer: Viewer, browser_id: uuid.UUID) -> Draft:
    """What was typed becomes the draft of a question, under the enquiry's own id: one enquiry, one question.

    A draft that was worked on since stays as it is. Raises NotAllowed; NotYours for another's draft.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    demand(may_ask_community(enquiry))
    kept = Draft.objects.of(viewer, browser_id).unposted().filter(pk=enquiry.pk).first()
    if kept and kept.updated_at >= enquiry.updated_at:
        return kept
    draft = save_draft(
        viewer=viewer,
        browser_id=browser_id,
        key=enquiry.pk,
        board=_board_for(enquiry, viewer),
        kind=Topic.Kind.QUESTION,
        title=enquiry.subject,
        source=enquiry.text,
    )
    if draft is None:
        raise NotYours
    return draft


def _board_for(enquiry: Enquiry, viewer: Viewer) -> Board | None:
    """The board for questions about the product, where it has a space of its own."""
    if enquiry.product is None or enquiry.product.space_id is None:
        return None
    boards = Board.objects.visible_to(viewer).filter(space=enquiry.product.space_id)
    return boards.filter(kinds__contains=[Topic.Kind.QUESTION]).first()


@transaction.atomic
def note_question(*, topic_id: int) -> Enquiry | None:
    """A question was posted: the enquiry it was begun as has ended there, unless it was sent to support as well."""
    draft_ids = Draft.objects.filter(posted_topic=topic_id).values("pk")
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(pk__in=draft_ids)
    enquiry = rows.first()
    if enquiry is None or enquiry.asked_topic_id == topic_id:
        return enquiry
    enquiry.asked_topic_id = topic_id
    if enquiry.outcome != Enquiry.Outcome.SENT:
        enquiry.outcome, enquiry.ended_at = Enquiry.Outcome.ASKED, timezone.now()
        enquiry.solved_by_topic = enquiry.solved_by_article = None
    enquiry.save(
        update_fields=["asked_topic", "outcome", "ended_at", "solved_by_topic", "solved_by_article"]
    )
    publish(EnquiryAsked(enquiry_id=str(enquiry.pk), topic_id=topic_id))
    return enquiry
