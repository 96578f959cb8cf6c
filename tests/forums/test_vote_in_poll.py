"""A poll: who may vote until when, what is shown to whom, and that its figures equal a recount."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.rules import NotAllowed
from events.models import Event
from forums import actions
from forums.actions import kinds
from forums.actions.kinds import PollWish
from forums.actions.kinds.recount import recount_poll
from forums.kinds.polls import poll_view
from forums.models import Poll, PollBallot, Topic
from tests.cast import make_member
from tests.world import signed_in

pytestmark = pytest.mark.django_db
METHODS = ["single", "multiple", "ranked"]


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member,
        board=board,
        kind="discussion",
        title="Which roast shall we try?",
        source="Say.",
    )


def opened(topic, **more) -> Poll:
    wish = PollWish(options=["Light", "Medium", "Dark"], **more)
    poll = kinds.open_poll(by=topic.author, topic=topic, wish=wish)
    topic.refresh_from_db()
    return poll


def numbers(poll) -> list[int]:
    return list(poll.options.values_list("pk", flat=True))


def close(poll, *, after: timedelta = -timedelta(seconds=1)) -> None:
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() + after)


def counts(poll) -> list[int]:
    return list(poll.options.values_list("count", flat=True))


def test_one_votes_changes_ones_mind_and_takes_it_back(topic, outsider):
    poll = opened(topic)
    light, _medium, dark = numbers(poll)
    kinds.vote_in_poll(by=outsider, poll=poll, choices=[light])
    assert counts(poll) == [1, 0, 0]
    kinds.vote_in_poll(by=outsider, poll=poll, choices=[dark])
    poll.refresh_from_db()
    assert counts(poll) == [0, 0, 1] and poll.ballot_count == 1
    assert kinds.withdraw_from_poll(by=outsider, poll=poll)
    poll.refresh_from_db()
    assert counts(poll) == [0, 0, 0] and poll.ballot_count == 0


@pytest.mark.parametrize("choices", [[], [0], ["x"], [1, 1], "two"])
def test_a_ballot_names_answers_of_this_poll_each_once_and_not_too_many(topic, outsider, choices):
    poll = opened(topic, method="multiple", most=1)
    light, medium, _dark = numbers(poll)
    named = {"two": [light, medium]}.get(
        str(choices), [light if each == 1 else each for each in choices]
    )
    with pytest.raises(NotAllowed):
        kinds.vote_in_poll(by=outsider, poll=poll, choices=named)


def test_a_ballot_at_the_very_moment_of_closing_is_refused_by_the_database_itself(topic, outsider):
    poll = opened(topic, closes_at=timezone.now() + timedelta(hours=1))
    kinds.vote_in_poll(by=outsider, poll=poll, choices=numbers(poll)[:1])
    late = make_member("late")
    close(poll)
    with pytest.raises(NotAllowed, match="closed"):
        kinds.vote_in_poll(by=late, poll=poll, choices=numbers(poll)[:1])
    with pytest.raises(NotAllowed, match="closed"):
        kinds.withdraw_from_poll(by=outsider, poll=poll)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        PollBallot.objects.create(poll=poll, member=late, choices=numbers(poll)[:1])
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        PollBallot.objects.filter(poll=poll).update(choices=numbers(poll)[1:2])
    assert counts(poll) == [1, 0, 0]


def test_the_exact_time_is_closed(topic):
    """closes_at is the first moment at which it is over: in the trigger and in the page's question alike."""
    poll = opened(topic)
    with transaction.atomic():
        kinds.close_poll(by=topic.author, poll=poll)
        poll.refresh_from_db()
        assert poll.closes_at <= timezone.now() + timedelta(milliseconds=5)
    with pytest.raises(NotAllowed):
        kinds.vote_in_poll(by=topic.author, poll=poll, choices=numbers(poll)[:1])


def test_one_ballot_a_member(topic, outsider):
    poll = opened(topic)
    PollBallot.objects.create(poll=poll, member=outsider, choices=numbers(poll)[:1])
    with pytest.raises(IntegrityError), transaction.atomic():
        PollBallot.objects.create(poll=poll, member=outsider, choices=numbers(poll)[1:2])


def test_a_poll_is_added_by_the_author_while_nobody_replied(topic, outsider, evangelist):
    wish = PollWish(options=["Yes", "No"])
    with pytest.raises(NotAllowed, match="Whoever opened"):
        kinds.open_poll(by=outsider, topic=topic, wish=wish)
    actions.reply(author=outsider, topic=topic, source="Hm.")
    with pytest.raises(NotAllowed, match="too late"):
        kinds.open_poll(by=topic.author, topic=topic, wish=wish)


@pytest.mark.parametrize("options", [["One"], ["Same", "Same"], [], [str(n) for n in range(13)]])
def test_what_makes_no_poll_is_refused(topic, options):
    with pytest.raises(NotAllowed):
        kinds.open_poll(by=topic.author, topic=topic, wish=PollWish(options=options))


def test_a_poll_closes_in_the_future(topic):
    with pytest.raises(NotAllowed, match="future"):
        opened(topic, closes_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("shown", "voted", "closed", "seen"),
    [
        ("always", False, False, True),
        ("voted", False, False, False),
        ("voted", True, False, True),
        ("closed", True, False, False),
        ("closed", False, True, True),
        ("voted", False, True, True),
    ],
)
def test_results_are_shown_as_agreed(topic, outsider, shown, voted, closed, seen):
    poll = opened(topic, shown=shown)
    kinds.vote_in_poll(by=topic.author, poll=poll, choices=numbers(poll)[:1])
    if voted:
        kinds.vote_in_poll(by=outsider, poll=poll, choices=numbers(poll)[1:2])
    if closed:
        close(poll)
    view = poll_view(outsider, topic)
    assert view.shows_results is seen
    assert [option.count is not None for option in view.options] == [seen] * 3
    assert bool(view.winners) is seen


def test_hidden_results_are_nowhere(topic, member, outsider, manager):
    """Whatever the ballots say, every page and every fact about the poll is the same to the byte."""

    def seen(choice: int, voters: int) -> list[str]:
        PollBallot.objects.all().delete()
        Event.objects.all().delete()
        for number in range(voters):
            voter = make_member(f"voter{choice}{number}")
            kinds.vote_in_poll(by=voter, poll=poll, choices=[numbers(poll)[choice]])
        pages = []
        for reader in (None, outsider, manager, member):
            for address in (topic.get_absolute_url(), f"/topics/{topic.pk}/panel/"):
                page = signed_in(reader).get(address).content.decode()
                pages.append(
                    re.sub(
                        r"[a-zA-Z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|data-ago>[^<]*",
                        "",
                        page,
                    )
                )
            pages.append(str(signed_in(reader).get(f"/topics/{topic.pk}/poll/voters/").status_code))
        return pages

    poll = opened(topic, shown="closed", is_secret=False)
    for one, other in zip(seen(0, 3), seen(1, 5), strict=True):
        assert one == other


def test_of_a_secret_poll_nobody_is_told_who_chose_what(topic, outsider, manager, administrator):
    poll = opened(topic, method="single")
    kinds.vote_in_poll(by=outsider, poll=poll, choices=numbers(poll)[:1])
    close(poll)
    for reader in (None, topic.author, manager, administrator):
        client = signed_in(reader)
        assert client.get(f"/topics/{topic.pk}/poll/voters/").status_code == 404
        page = client.get(topic.get_absolute_url()).content.decode()
        assert "Outsider" not in page and "your vote" not in page
    assert "1 vote" in Client().get(topic.get_absolute_url()).content.decode()
    for facts in Event.objects.filter(kind__contains="Poll").values_list("facts", flat=True):
        assert set(facts) == {"topic_id", "poll_id"}


def test_of_a_public_poll_the_voters_are_listed_to_those_who_may_read_it(
    insider, outsider, private_board
):
    topic = actions.open_topic(
        author=insider, board=private_board, kind="question", title="Which one?", source="Say."
    )
    poll = opened(topic, is_secret=False)
    kinds.vote_in_poll(by=insider, poll=poll, choices=numbers(poll)[:1])
    address = f"/topics/{topic.pk}/poll/voters/"
    assert "Insider" in signed_in(insider).get(address).content.decode()
    assert signed_in(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_voting_needs_no_script(topic, outsider):
    poll = opened(topic, method="ranked")
    light, medium, dark = numbers(poll)
    client = signed_in(outsider)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f'action="/topics/{topic.pk}/poll/"' in page and f'name="rank-{light}"' in page
    ballot = {f"rank-{light}": "2", f"rank-{dark}": "1", f"rank-{medium}": ""}
    assert client.post(f"/topics/{topic.pk}/poll/", ballot).status_code == 302
    assert PollBallot.objects.get().choices == [dark, light]
    twice = {f"rank-{light}": "1", f"rank-{dark}": "1"}
    refused = client.post(f"/topics/{topic.pk}/poll/", twice)
    assert refused.status_code == 422 and "place of its own" in refused.content.decode()


def test_a_ranked_poll_shows_how_it_was_counted(topic, crowd_of_three):
    poll = opened(topic, method="ranked")
    light, medium, dark = numbers(poll)
    for who, choices in zip(crowd_of_three, [[light, dark], [dark], [medium, dark]], strict=True):
        kinds.vote_in_poll(by=who, poll=poll, choices=choices)
    view = poll_view(topic.author, topic)
    assert view.winners == ["Dark"]
    page = Client().get(topic.get_absolute_url()).content.decode()
    assert "By instant-runoff count: <strong>Dark</strong>" in page
    assert "How this was counted" in page and "Robert" in page


@pytest.fixture
def crowd_of_three(db):
    return [make_member(f"three{number}") for number in range(3)]


def test_a_poll_comes_with_the_question_of_a_visitor_who_signs_in_after(client, board, newcomer):
    from tests.waiting import human, sign_in_by_code  # noqa: PLC0415

    form = {
        "key": "5e0a2b64-6d0c-4e44-8f0e-0d2b8f0f6f01", "title": "Which roast do you like?",
        "board": board.pk, "kind": "discussion", "source": "I like light ones.", "tags": "",
        "poll-options": "Light\r\nDark", "poll-method": "ranked", "poll-shown": "voted",
        "poll-is_public": "on", **human(),
    }  # fmt: skip
    assert client.post("/ask/", form).status_code == 302
    assert not Poll.objects.exists()
    sign_in_by_code(client, newcomer)
    poll = Poll.objects.get()
    assert (poll.method, poll.shown, poll.is_secret) == ("ranked", "voted", False)
    assert [option.text for option in poll.options.all()] == ["Light", "Dark"]
    assert poll.topic.has_poll and poll.topic.author == newcomer


def test_an_ask_form_with_half_a_poll_says_so_and_keeps_the_words(member, board):
    form = {
        "key": "5e0a2b64-6d0c-4e44-8f0e-0d2b8f0f6f02", "title": "Which roast do you like?",
        "board": board.pk, "kind": "discussion", "source": "I like light ones.", "tags": "",
        "poll-options": "Light",
    }  # fmt: skip
    page = signed_in(member).post("/ask/", form)
    assert page.status_code == 422
    assert "Two answers at least" in page.content.decode()
    assert "I like light ones." in page.content.decode()


def test_open_pages_are_told_once_when_its_time_is_over(topic):
    poll = opened(topic, closes_at=timezone.now() + timedelta(hours=1))
    assert kinds.settle_closed_polls() == 0
    close(poll)
    assert kinds.settle_closed_polls() == 1
    assert kinds.settle_closed_polls() == 0
    assert Event.objects.filter(kind="forums.PollClosed").count() == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(method=st.sampled_from(METHODS), acts=st.lists(st.tuples(
    st.integers(0, 3), st.one_of(st.none(), st.permutations([0, 1, 2])), st.integers(1, 3)
), max_size=20))  # fmt: skip
def test_figures_equal_a_recount_after_any_sequence_of_votes(member, board, method, acts):
    with transaction.atomic():
        topic = actions.open_topic(
            author=member, board=board, kind="idea", title="Which roast?", source="Say."
        )
        poll = opened(topic, method=method)
        voters = [make_member(f"counted{number}") for number in range(4)]
        options = numbers(poll)
        last: dict[int, list[int]] = {}
        for who, order, length in acts:
            if order is None:
                kinds.withdraw_from_poll(by=voters[who], poll=poll)
                last.pop(who, None)
                continue
            chosen = [options[each] for each in order][: 1 if method == "single" else length]
            kinds.vote_in_poll(by=voters[who], poll=poll, choices=chosen)
            last[who] = chosen
        named = [each[:1] if method == "ranked" else each for each in last.values()]
        wanted = Counter(option for each in named for option in each)
        assert counts(poll) == [wanted[option] for option in options]
        poll.refresh_from_db()
        assert poll.ballot_count == len(last)
        kept = counts(poll)
        poll.options.update(count=0)
        recount_poll(poll)
        assert counts(poll) == kept
        transaction.set_rollback(True)
