"""Ideas: votes of members, the company's answers, duplicates that bring their votes, and the roadmap."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.rules import NotAllowed
from forums import actions
from forums.actions import kinds
from forums.models import IdeaVote, StatusChange, Topic, VoteCarrying
from notifications.models import Notification
from tests.cast import make_member
from tests.uploads.files import picture_bytes, upload
from tests.waiting import HERE, sign_in_by_code
from tests.world import deliver_all, signed_in
from uploads.actions import store_image
from uploads.rules import may_see_upload

pytestmark = pytest.mark.django_db


def wish(author, board, title="A quieter pump") -> Topic:
    return actions.open_topic(
        author=author, board=board, kind="idea", title=title, source="It would be kinder."
    )


def fresh(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def idea(member, board) -> Topic:
    return wish(member, board)


def test_a_member_votes_once_and_takes_it_back(idea, outsider):
    assert kinds.vote_for_idea(by=outsider, topic=idea)
    assert not kinds.vote_for_idea(by=outsider, topic=idea)
    assert fresh(idea).vote_count == 1
    assert kinds.withdraw_vote(by=outsider, topic=idea)
    assert not kinds.withdraw_vote(by=outsider, topic=idea)
    assert fresh(idea).vote_count == 0


def test_only_ideas_that_are_open_are_voted_on(idea, outsider, manager, board):
    question = actions.open_topic(
        author=outsider, board=board, kind="question", title="Why so loud?", source="It is."
    )
    with pytest.raises(NotAllowed, match="Only ideas"):
        kinds.vote_for_idea(by=outsider, topic=question)
    kinds.change_idea_status(by=manager, topic=idea, status="declined", source="It cannot be.")
    with pytest.raises(NotAllowed, match="voting is over"):
        kinds.vote_for_idea(by=outsider, topic=idea)


def test_the_company_answers_and_everyone_who_voted_is_told(idea, outsider, manager, evangelist):
    kinds.vote_for_idea(by=outsider, topic=idea)
    with pytest.raises(NotAllowed, match="The company"):
        kinds.change_idea_status(by=outsider, topic=idea, status="done", source="Done!")
    with pytest.raises(NotAllowed, match="Say why"):
        kinds.change_idea_status(by=manager, topic=idea, status="planned", source="  ")
    kinds.change_idea_status(by=evangelist, topic=idea, status="planned", source="In *spring*.")
    kinds.change_idea_status(by=manager, topic=idea, status="proposed", source="Not yet.")
    assert [(each.before, each.status) for each in StatusChange.objects.all()] == [
        ("planned", "proposed"), ("proposed", "planned"),
    ]  # fmt: skip
    deliver_all()
    told = Notification.objects.filter(kind="status", member=outsider)
    assert told.count() == 2
    page = Client().get(f"/topics/{idea.pk}/status/").content.decode()
    assert "<em>spring</em>" in page and "Not yet." in page and "Evangelist" in page


def test_a_voter_who_lost_sight_of_it_is_not_told(idea, outsider, manager, space):
    kinds.vote_for_idea(by=outsider, topic=idea)
    type(space).objects.filter(pk=space.pk).update(visibility="private")
    kinds.change_idea_status(by=manager, topic=idea, status="done", source="Here it is.")
    deliver_all()
    assert not Notification.objects.filter(kind="status", member=outsider).exists()


def test_a_duplicate_brings_its_votes_and_takes_them_back(idea, member, outsider, manager, board):
    both, other = make_member("both"), wish(outsider, board, "Less noise, please")
    for voter in (both, manager):
        kinds.vote_for_idea(by=voter, topic=other)
    kinds.vote_for_idea(by=both, topic=idea)
    kinds.mark_duplicate(by=outsider, topic=other, original=idea)
    assert fresh(idea).vote_count == 2  # who voted for both counts once
    assert fresh(other).vote_count == 2
    with pytest.raises(NotAllowed, match="vote there"):
        kinds.vote_for_idea(by=member, topic=other)
    kinds.lift_duplicate(by=outsider, topic=other)
    assert fresh(idea).vote_count == 1
    assert IdeaVote.objects.get(topic=idea).member == both


def test_a_vote_that_two_ideas_brought_stays_while_one_does(idea, outsider, manager, board):
    others = [wish(outsider, board, f"Less noise, please {n}") for n in (1, 2)]
    carried = []
    for other in others:
        kinds.vote_for_idea(by=manager, topic=other)
        carried.append(kinds.carry_votes(by=manager, from_topic=other, to_topic=idea))
    kinds.undo_carrying(by=manager, carrying=carried[0])
    assert fresh(idea).vote_count == 1
    kinds.undo_carrying(by=manager, carrying=carried[1])
    kinds.undo_carrying(by=manager, carrying=carried[1])
    assert fresh(idea).vote_count == 0


def test_undoing_reaches_where_the_votes_went_on_to(idea, outsider, manager, board):
    first, second = (wish(outsider, board, f"Less noise, please {n}") for n in (1, 2))
    kinds.vote_for_idea(by=manager, topic=first)
    one = kinds.carry_votes(by=manager, from_topic=first, to_topic=second)
    kinds.carry_votes(by=manager, from_topic=second, to_topic=idea)
    assert fresh(idea).vote_count == 1
    kinds.undo_carrying(by=manager, carrying=one)
    assert fresh(second).vote_count == fresh(idea).vote_count == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(
    st.sampled_from(["vote", "withdraw", "carry", "undo"]), st.integers(0, 2), st.integers(0, 3)
), max_size=25))  # fmt: skip
def test_counts_equal_a_recount_after_any_sequence(member, board, acts):
    with transaction.atomic():
        ideas = [wish(member, board, f"Idea number {n}") for n in range(3)]
        voters = [make_member(f"counted{n}") for n in range(4)]
        for act, which, who in acts:
            if act == "vote":
                kinds.vote_for_idea(by=voters[who], topic=ideas[which])
            elif act == "withdraw":
                kinds.withdraw_vote(by=voters[who], topic=ideas[which])
            elif (
                act == "carry" and who < 3 and who > which
            ):  # onward only: no circles, as marks have none
                kinds.carry_votes(by=None, from_topic=ideas[which], to_topic=ideas[who])
            elif act == "undo" and (held := VoteCarrying.objects.in_force().order_by("pk").first()):
                kinds.undo_carrying(by=None, carrying=held)
        for idea in ideas:
            assert fresh(idea).vote_count == IdeaVote.objects.filter(topic=idea).count()
        for held in VoteCarrying.objects.in_force().order_by("-pk"):
            kinds.undo_carrying(by=None, carrying=held)
        assert not IdeaVote.objects.exclude(carried=None).exists()
        for idea in ideas:
            assert fresh(idea).vote_count == IdeaVote.objects.filter(topic=idea).count()
        transaction.set_rollback(True)


def test_the_roadmap_stands_by_votes_and_leaves_out_duplicates(
    idea, member, outsider, manager, board, django_assert_num_queries
):
    other, twin = wish(outsider, board, "A lighter kettle"), wish(outsider, board, "A quiet pump")
    kinds.vote_for_idea(by=manager, topic=other)
    kinds.mark_duplicate(by=manager, topic=twin, original=idea)
    page = Client().get("/roadmap/").content.decode()
    assert page.index("A lighter kettle") < page.index("A quieter pump")
    assert "A quiet pump" not in page
    assert "A lighter kettle" in Client().get("/s/home-espresso/roadmap/").content.decode()
    ideas = Client().get("/ideas/").content.decode()
    assert ideas.index("A lighter kettle") < ideas.index("A quieter pump")
    assert "A lighter kettle" not in Client().get("/ideas/?status=done").content.decode()


def test_a_roadmap_shows_no_more_than_one_may_see(insider, outsider, private_board):
    type(private_board).objects.filter(pk=private_board.pk).update(kinds=["idea"])
    private_board.refresh_from_db()
    wish(insider, private_board, "A secret prototype")
    assert "A secret prototype" in signed_in(insider).get("/roadmap/").content.decode()
    assert "A secret prototype" not in signed_in(outsider).get("/roadmap/").content.decode()
    assert signed_in(outsider).get("/s/testers/roadmap/").status_code == 404


def test_pages_of_ideas_ask_the_same_whatever_their_number(member, outsider, board, client):
    def queries() -> int:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        found = 0
        for address in ("/roadmap/", "/ideas/"):
            reader = signed_in(outsider)
            reader.get(address)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                reader.get(address)
            found = max(found, len(asked))
        return found

    for number in range(3):
        wish(member, board, f"Idea number {number}")
    few = queries()
    for number in range(9):
        wish(member, board, f"Idea again {number}")
    assert queries() == few <= 6


def test_a_visitors_vote_is_given_as_they_arrive(client, idea, newcomer):
    page = client.get(idea.get_absolute_url()).content.decode()
    assert 'value="forums.idea_vote"' in page and "csrfmiddlewaretoken" not in page
    client.post("/kept/", {"kind": "forums.idea_vote", "topic": idea.pk}, headers=HERE)
    assert fresh(idea).vote_count == 0
    landed = sign_in_by_code(client, newcomer)
    assert landed["Location"] == idea.get_absolute_url()
    assert fresh(idea).vote_count == 1


def test_a_picture_in_the_companys_answer_is_seen_by_who_reads_the_idea(
    client, idea, manager, outsider, visitor
):
    picture = store_image(
        file=upload(picture_bytes()), name="plan.png", owner=manager, browser_id=None
    )
    assert not may_see_upload(outsider, picture, browser_id=None)
    change = kinds.change_idea_status(
        by=manager, topic=idea, status="planned", source=f"In spring. {picture.markdown}"
    )
    use = picture.uses.get()
    assert (use.used_by, use.object_id) == ("forums.status", str(change.pk))
    for reader in (outsider, visitor):
        assert may_see_upload(reader, picture, browser_id=None)
    client.force_login(manager)
    assert idea.title in client.get("/me/files/").content.decode()
    actions.hide_post(by=manager, post=idea.posts.get(), reason="Rude.")
    assert not may_see_upload(visitor, picture, browser_id=None)
