"""Conversations of the world, with something secret in each corner."""

from taggit.models import Tag

from accounts.models import Member
from forums.actions import delete_post, edit_post, hide_post, mark_solution, open_topic, reply
from forums.actions.kinds import (
    PollWish,
    change_idea_status,
    open_poll,
    vote_for_idea,
    vote_in_poll,
)
from forums.curating.changing import retag_topic
from forums.curating.holding import pin_topic
from forums.curating.timers import set_timer
from forums.keeping.bookmarks import keep_post
from forums.models import Board, BoardAccess, Bookmark, Topic
from forums.tagging.keeping import describe_tag
from forums.wording.acts import strike_out
from moderation.actions import hide_post as decide_to_hide
from moderation.actions import report_post
from tests.world.walking import World, canary


def ask(author: Member, board: Board, word: str, kind: str = "question") -> Topic:
    return open_topic(
        author=author, board=board, kind=kind, title=f"Grinder {canary(word)} stalls",
        source=f"The grinder {canary(word)} stalls at once.", tags=[canary(word)],
    )  # fmt: skip


def conversations(w: World) -> None:
    """Conversations: an open one, and what is private, hidden, deleted."""
    w.topic = ask(w.member, w.board, "open")
    poll = open_poll(
        by=w.member,
        topic=w.topic,
        wish=PollWish(options=["The burrs", "The motor"], is_secret=False),
    )
    vote_in_poll(by=w.outsider, poll=poll, choices=[poll.options.all()[0].pk])
    w.idea = ask(w.member, w.board, "open", kind="idea")
    vote_for_idea(by=w.outsider, topic=w.idea)
    change_idea_status(by=w.manager, topic=w.idea, status="planned", source="In spring.")
    w.answered = reply(
        author=w.outsider, topic=w.topic, source=f"Clean it. {canary('openreply')} @member"
    )
    mark_solution(by=w.member, post=w.answered)
    w.private = ask(w.insider, w.private_board, "private")
    open_poll(by=w.insider, topic=w.private, wish=PollWish(options=[canary("private"), "Another"]))
    w.private_reply = reply(
        author=w.insider, topic=w.private, source=f"Solder it {canary('privatereply')}."
    )
    mark_solution(by=w.insider, post=w.private_reply)
    w.hidden_reply = reply(
        author=w.outsider, topic=w.topic, source=f"Fool! {canary('hiddenreply')}"
    )
    report_post(reporter=w.member, post=w.hidden_reply, reason="unkind", note=canary("reportnote"))
    w.act = decide_to_hide(by=w.manager, post=w.hidden_reply, reason="Not in this tone.")
    w.deleted_reply = reply(
        author=w.outsider, topic=w.topic, source=f"Hm. {canary('deletedreply')}"
    )
    delete_post(by=w.outsider, post=w.deleted_reply)
    w.hidden_topic = ask(w.outsider, w.board, "hiddentopic")
    hide_post(by=w.manager, post=w.hidden_topic.posts.get(), reason="An advert.")
    w.deleted_topic = ask(w.outsider, w.board, "deletedtopic")
    delete_post(by=w.outsider, post=w.deleted_topic.posts.get())
    w.reported = reply(author=w.outsider, topic=w.topic, source="Read the manual.")
    report_post(reporter=w.member, post=w.reported, reason="unkind", note=canary("reportnote"))
    w.private_act = decide_to_hide(by=w.manager, post=reply(
        author=w.insider, topic=w.private, source=f"No. {canary('privatehidden')}"
    ), reason=f"Not here {canary('privatereason')}")  # fmt: skip


def a_private_board(w: World) -> None:
    """A private board of an open space, and one below it."""
    w.council = Board.objects.create(
        space=w.space, slug="council", name=f"Council {canary('boardname')}", position=9,
        description=canary("boardname"), kinds=["question"], is_private=True,
        seen_by=["executive"], question_template=canary("boardname"),
    )  # fmt: skip
    w.minutes = Board.objects.create(
        space=w.space, parent=w.council, slug="minutes", name=f"Minutes {canary('boardname')}",
        kinds=["question"],
    )  # fmt: skip
    BoardAccess.objects.create(
        board=w.council, member=w.insider, granted_by=w.manager, reason=canary("boardwhy")
    )
    w.closed = ask(w.executive, w.council, "board")
    w.closed_reply = reply(
        author=w.insider, topic=w.closed, source=f"Aye. {canary('board')} @outsider"
    )
    mark_solution(by=w.executive, post=w.closed_reply)
    w.below = ask(w.insider, w.minutes, "board")
    decide_to_hide(by=w.manager, post=reply(
        author=w.executive, topic=w.below, source=f"No. {canary('boardhidden')}"
    ), reason=f"Not here {canary('board')}")  # fmt: skip


def what_managers_did(w: World) -> None:
    """What managers did to conversations."""
    w.pinned = pin_topic(by=w.manager, topic=w.topic)
    w.timer, w.private_timer = (
        set_timer(by=w.manager, topic=each, kind="quiet", days=30) for each in (w.topic, w.private)
    )
    w.retagged, w.council_retagged = (
        retag_topic(by=w.manager, topic=each, tags=[canary(word), "quiet"])
        for each, word in ((w.private, "private"), (w.closed, "board"))
    )

    for each in (w.topic.posts.get(number=1), w.answered):
        keep_post(by=w.member, post=each, note=canary("bookmarknote"))
    for post in (w.hidden_reply, w.private_reply, w.deleted_reply, w.closed_reply):
        Bookmark.objects.create(member=w.member, post=post, note=canary("bookmarknote"))
    describe_tag(by=w.manager, tag=Tag.objects.get(name=canary("open")), description="Grinders.")


def earlier_words(w: World) -> None:
    """What posts said before."""
    w.earlier = []
    for each, word in ((w.answered, "struckwords"), (w.private_reply, "privatereply")):
        said = each.source
        for source in (f"{said} {canary(word)}", said):
            edit_post(by=each.author, post=each, source=source)
        w.earlier.append(each.revisions.order_by("pk").last())
        strike_out(by=w.manager, revision=w.earlier[-1], reason="Somebody's address.")
