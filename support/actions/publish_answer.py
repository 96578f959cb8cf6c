"""A case's answer becomes a public topic, reply or help article: the agent words it, the customer is asked, then it stands."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from content.actions import publish_article, write_article
from core.lines import one_line
from core.rules import NotAllowed, demand
from core.text import cook
from events.publishing import publish
from forums.actions import mark_solution, open_topic, reply
from forums.models import Board, Post, Topic
from forums.rules import may_mark_solution
from notifications.events import NoticeDue
from spaces.models import Space
from support.actions.recording import lock, record
from support.events import CasePublished, PublicationAnswered, PublicationAsked
from support.mails import ask_to_publish
from support.models import Case, CaseEvent, CaseLink, CaseMessage, CasePublication
from support.rules import may_act_on_case, may_ask_to_publish, may_stand

State = CasePublication.State
Kind = CasePublication.Kind
FIELDS = ("state", "answered_at", "topic", "post", "article")


@transaction.atomic
def ask_to_publish_answer(
    *,
    by: Member,
    message: CaseMessage,
    kind: str,
    title: str,
    question: str,
    answer: str,
    key: uuid.UUID,
    board: Board | None = None,
    space: Space | None = None,
) -> CasePublication:
    """Ask the customer whether these words may be read by everybody; the same `key` again returns what was asked.

    Nothing is published before they say yes. Raises NotAllowed; core.text.TextRefused on an endless text.
    """
    case = lock(Case(pk=message.case_id))
    made = CasePublication.objects.filter(key=key, case=case).first()
    if made:
        return made
    demand(may_ask_to_publish(by, case, message))
    cook(question)
    cook(answer)
    asked = CasePublication(
        case=case, message=message, kind=kind, title=one_line(title)[:150], question=question, answer=answer,
        by=by, board=board, space=space, key=key,
    )  # fmt: skip
    if kind == Kind.REPLY:
        link = case.links.filter(kind=CaseLink.Kind.CAME_FROM).first()
        asked.topic_id = link.topic_id if link else None
    demand(may_stand(asked))
    asked.save(force_insert=True)
    record(
        case,
        CaseEvent.Kind.PUBLICATION,
        by=by,
        became={"publication": asked.pk, "state": State.ASKED},
    )
    publish(PublicationAsked(publication_id=asked.pk, case_id=case.pk))
    _ask_customer(case, asked)
    return asked


def _ask_customer(case: Case, asked: CasePublication) -> None:
    if case.member_id is None:
        ask_to_publish(case)
        return
    publish(
        NoticeDue(
            member_id=case.member_id,
            kind="case_publication",
            title=_("May others read what helped you? You decide."),
            text="",
            url=f"{case.get_absolute_url()}#publication",
            key=f"case-publication-{asked.pk}",
        )
    )


@transaction.atomic
def withdraw_question(*, by: Member, publication: CasePublication) -> CasePublication:
    """The customer is not asked any more; once they have answered, this changes nothing."""
    demand(may_act_on_case(by, publication.case))
    return _settle(publication, State.WITHDRAWN, by=by)


@transaction.atomic
def answer_publication(
    *, publication: CasePublication, by: Member | None, agrees: bool
) -> CasePublication:
    """The customer says yes, and it stands at once, or no, and it never will. Said once; `by` None: by the signed link.

    Where the place no longer takes it, it is withdrawn instead, and the agent hears of it.
    """
    case = lock(Case(pk=publication.case_id))
    publication = _lock(publication)
    if publication.state != State.ASKED:
        return publication
    if not agrees:
        return _settle(publication, State.REFUSED, by=by)
    try:
        with transaction.atomic():
            demand(may_stand(publication))
            _put_up(case, publication)
    except NotAllowed:
        publication.topic = publication.post = publication.article = None
        return _settle(publication, State.WITHDRAWN, by=None)
    _settle(publication, State.PUBLISHED, by=by)
    publish(
        CasePublished(
            case_id=case.pk, topic_id=publication.topic_id, article_id=publication.article_id
        )
    )
    return publication


def _lock(publication: CasePublication) -> CasePublication:
    rows = CasePublication.objects.select_for_update(of=("self",))
    return rows.select_related("by", "board", "space", "topic").get(pk=publication.pk)


def _settle(publication: CasePublication, state: str, *, by: Member | None) -> CasePublication:
    publication = publication if publication.state == State.ASKED else _lock(publication)
    if publication.state != State.ASKED:
        return publication
    publication.state, publication.answered_at = state, timezone.now()
    publication.save(update_fields=FIELDS)
    became: Any = {"publication": publication.pk, "state": str(state)}
    record(publication.case, CaseEvent.Kind.PUBLICATION, by=by, became=became)
    publish(
        PublicationAnswered(
            publication_id=publication.pk, case_id=publication.case_id, state=str(state)
        )
    )
    if publication.by_id and (by is None or by.pk != publication.by_id):
        _tell_agent(publication)
    return publication


def _tell_agent(publication: CasePublication) -> None:
    titles = {
        State.PUBLISHED: _("The customer agreed: your answer is published"),
        State.REFUSED: _("The customer would rather not have your answer published"),
        State.WITHDRAWN: _("Your answer can not be published there any more"),
    }
    publish(
        NoticeDue(
            member_id=publication.by_id or 0,
            kind="case_publication_answered",
            title=titles[State(publication.state)],
            text="",
            url=publication.case.get_absolute_url(),
            key=f"case-publication-{publication.pk}-answered",
        )
    )


def _put_up(case: Case, publication: CasePublication) -> None:
    """Write what was agreed to, word for word, in the name of the agent who asked."""
    author = publication.by
    if author is None:
        raise NotAllowed(_("Whoever asked has left."))
    if publication.kind == Kind.ARTICLE:
        _as_article(case, publication, author)
        return
    topic = publication.topic or _as_question(case, publication, author)
    post = reply(author=author, topic=topic, source=publication.answer)
    publication.topic, publication.post = topic, post
    _mark(case, publication, post, author)


def _as_question(case: Case, publication: CasePublication, author: Member) -> Topic:
    if publication.board is None:
        raise NotAllowed(_("The board is gone."))
    told = _("A customer asked our support this, and agreed that it stands here for others.")
    topic = open_topic(
        author=author,
        board=publication.board,
        kind=Topic.Kind.QUESTION,
        title=publication.title,
        source=f"{publication.question.strip()}\n\n*{told}*",
        key=uuid.uuid5(publication.key, "topic"),
    )
    _link(case, CaseLink(topic=topic), author)
    return topic


def _as_article(case: Case, publication: CasePublication, author: Member) -> None:
    if publication.space is None:
        raise NotAllowed(_("The space is gone."))
    article = write_article(
        author=author,
        space=publication.space,
        title=publication.title,
        source=publication.answer,
        standfirst=one_line(publication.question)[:300],
        key=uuid.uuid5(publication.key, "article"),
        is_help=True,
    )
    publish_article(member=author, article=article)
    publication.article = article
    _link(case, CaseLink(article=article), author)


def _link(case: Case, link: CaseLink, by: Member) -> None:
    link.case, link.by, link.kind = case, by, CaseLink.Kind.BECAME
    link.save()


def _mark(case: Case, publication: CasePublication, post: Post, author: Member) -> None:
    """The answer solves the new question; under the customer's own, once they say that it solved their case."""
    is_new = publication.kind == Kind.TOPIC
    sayers = [author] if is_new else [case.member, author]
    if not is_new and case.is_unfinished:
        return
    sayer = next((each for each in sayers if each and may_mark_solution(each, post.topic)), None)
    if sayer:
        mark_solution(by=sayer, post=post)
