"""The demo community is planted whole, is consistent with itself, and comes out the same each time."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from accounts.models import Member
from analytics.lens import Lens
from analytics.metrics import deflected
from analytics.models import Assumption, Lead, SupportIntent, Touch
from analytics.periods import last_days
from community.demo.halfyear.customers import CUSTOMERS
from community.demo.halfyear.reports import REPORTS
from community.demo.people import CAST, PEOPLE
from content.models import Article
from core.models import OutgoingMail
from events.models import Event
from forums.actions.kinds.recount import recount_poll
from forums.models import NoiseSpending, Poll, Post, State, Topic
from governance.actions import advance_proposals
from governance.actions.cast_ballot import ballot_name
from governance.models import Proposal
from governance.models import State as Stage
from governance.secrecy import box
from moderation.models import Report
from notifications.models import Notification, Subscription
from search import engine
from spaces.models import Brand, Space
from support.models import Case, CasePublication, Enquiry, OfferedAnswer
from uploads.models import UploadUse


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_planting_tells_what_it_does_and_is_quick(planted, seconds_it_took):
    assert "planting half a year of conversations" in planted
    assert re.search(r"Planted \d+ people, \d+ topics and \d+ posts in [\d.]+ s", planted)
    assert seconds_it_took < 45


def test_half_a_year_is_there(planted):
    assert Member.objects.active().count() == len(PEOPLE) + len(CUSTOMERS)
    assert Topic.objects.count() >= 70
    assert Post.objects.count() >= 250
    assert Article.objects.published().count() == 6
    for article in Article.objects.select_related("cover"):
        assert article.cover is not None
        assert article.cover.uses.filter(used_by="content.article", object_id=article.pk).exists()
        assert all(default_storage.exists(path) for path in article.cover.files)
    oldest = Topic.objects.earliest("created_at").created_at
    assert timezone.now() - oldest > timedelta(days=170)


def test_about_half_of_the_questions_are_solved(planted):
    questions = Topic.objects.questions()
    share = questions.exclude(solved_at=None).count() / questions.count()
    assert 0.4 < share < 0.7
    assert Topic.objects.awaiting_answer().count() >= 3


def test_planting_again_gives_the_same(planted, plant_again):
    """But for the pages of rolls: on which one an entry stands is for its random salt to say."""
    plant_again("--replant")
    before = counts() | {"governance.RollPage": 0}
    stamps = list(Post.objects.order_by("pk").values_list("pk", "created_at", "thanks_count"))
    plant_again("--replant")
    assert counts() | {"governance.RollPage": 0} == before
    after = list(Post.objects.order_by("pk").values_list("pk", "created_at", "thanks_count"))
    assert after == stamps


def test_if_empty_leaves_a_community_alone(planted, plant_again):
    first = Topic.objects.earliest("pk")
    Topic.objects.filter(pk=first.pk).update(title="Changed")
    before = counts()
    assert "nothing was planted" in plant_again("--if-empty")
    assert counts() == before
    assert Topic.objects.get(pk=first.pk).title == "Changed"


def test_without_options_a_community_is_refused(planted, plant_again):
    with pytest.raises(CommandError, match="already"):
        plant_again()


def test_replant_spares_another_community(planted, plant_again):
    Brand.objects.update(name="Somebody Else")
    with pytest.raises(CommandError, match="Somebody Else"):
        plant_again("--replant")
    assert Member.objects.filter(handle="mara").exists()


def test_topic_counters_equal_a_recount(planted):
    for topic in Topic.objects.prefetch_related("posts", "solutions"):
        posts = sorted(topic.posts.all(), key=lambda post: post.number)
        replies = [post for post in posts[1:] if post.state == State.VISIBLE]
        others = [post for post in replies if post.author_id != topic.author_id]
        newest = replies[-1] if replies else posts[0]
        assert [post.number for post in posts] == list(range(1, len(posts) + 1))
        assert topic.last_number == posts[-1].number
        assert topic.reply_count == len(replies)
        assert topic.answered_at == (others[0].created_at if others else None)
        assert topic.bumped_at == newest.created_at
        assert topic.last_poster_id == newest.author_id
        marks = [each.marked_at for each in topic.solutions.all()]
        assert topic.solved_at == min(marks, default=None)


def test_thanks_equal_a_recount_and_nobody_thanks_themselves(planted):
    for post in Post.objects.prefetch_related("reactions"):
        thanks = post.reactions.all()
        assert post.thanks_count == len(thanks)
        assert post.author_id not in {each.member_id for each in thanks}
        assert all(each.created_at >= post.created_at for each in thanks)


def test_time_runs_forward(planted):
    now = timezone.now()
    for post in Post.objects.select_related("author", "topic"):
        assert post.author.joined_at <= post.created_at <= now
        assert post.topic.created_at <= post.created_at
    in_topics: dict[int, list] = {}
    for topic_id, created in Post.objects.order_by("number").values_list("topic", "created_at"):
        in_topics.setdefault(topic_id, []).append(created)
    assert all(moments == sorted(moments) for moments in in_topics.values())


def test_every_reference_is_valid(planted):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Post.objects.filter(source__contains="{topic:").exists()
    for topic in Topic.objects.select_related("board"):
        assert topic.space_id == topic.board.space_id


def test_written_links_lead_somewhere(planted):
    found = set()
    for html in [*Post.objects.values_list("html", flat=True),
                 *Article.objects.values_list("html", flat=True)]:  # fmt: skip
        found |= {part.split('"', 1)[0] for part in html.split('href="/')[1:]}
    assert len(found) > 15
    for path in sorted(found):
        kind, name, *_rest = path.split("/")
        if kind == "t":
            assert Topic.objects.filter(pk=name).exists(), path
        elif kind == "articles":
            assert Article.objects.filter(slug=name).exists(), path
        elif kind == "uploads":
            assert UploadUse.objects.filter(upload=_rest[0]).exists(), path
        else:
            assert kind == "policies", path


def test_everyone_can_sign_in_with_the_company_account(planted):
    accounts = SocialAccount.objects.filter(provider="company").select_related("user")
    by_subject = {account.uid: account.user.handle for account in accounts}
    assert by_subject == {person.sub: person.handle for person in PEOPLE}
    assert EmailAddress.objects.filter(
        verified=True, primary=True, user__is_active=True
    ).count() == len(PEOPLE) + len(CUSTOMERS)


def test_each_role_is_held(planted):
    for role, handle in CAST.items():
        member = Member.objects.get(handle=handle)
        if role == "evangelist":
            assert member.space_roles.filter(role=role).exists()
        elif role in {"member", "newcomer"}:
            assert not member.roles
        else:
            assert member.roles == {role}


def test_votes_are_open_to_who_shows_the_demo(planted):
    yes_no, ranked = Proposal.objects.open_to_ballots().order_by("-method")
    assert yes_no.topic.reply_count >= 12
    assert ranked.options.count() == 4
    mara = Member.objects.get(handle="mara")
    for proposal in (yes_no, ranked):
        assert proposal.roll.voted_count == box.count(proposal.pk) > 5
        assert not box.has_cast(proposal.pk, ballot_name(mara.pk, proposal.pk))
        assert proposal.roll.entries.filter(member__handle="mara").exists()
        assert proposal.roll.size == proposal.roll.entries.count()


def test_there_is_a_proposal_at_every_stage(planted, client):
    stages = set(Proposal.objects.values_list("state", flat=True))
    assert set(Stage) - stages == {Stage.COUNTED}, "which lasts for a moment"
    decided = Proposal.objects.filter(state=Stage.DECIDED)
    assert decided.exclude(in_force_on=None).exists()
    assert decided.filter(answer_due__gt=timezone.now()).exists() and decided.overdue().exists()
    page = client.get("/proposals/").content.decode()
    for proposal in Proposal.objects.exclude(state=Stage.DRAFT):
        assert proposal.get_absolute_url() in page, proposal
        assert client.get(proposal.get_absolute_url()).status_code == 200, proposal
    assert advance_proposals() <= 1, "nothing is due but counting who discusses"


def test_the_manager_has_work_and_the_agent_too(planted):
    assert Report.objects.open().count() == 2
    assert Report.objects.exclude(decided_at=None).count() == 3 + len(REPORTS)
    assert Case.objects.unfinished().exists()
    outcomes = Counter(Enquiry.objects.values_list("outcome", flat=True))
    assert min(outcomes[each] for each in ("solved", "sent", "left")) > 20
    assert Case.objects.contacts().filter(desk="").count() == outcomes["sent"]
    assert set(Case.objects.values_list("status", flat=True)) == set(Case.Status.values)
    assert Case.objects.filter(channel="community", topic__solved_at=None).exists()
    assert CasePublication.objects.filter(state="asked").exists()


def test_an_answer_was_there_before_it_was_offered(planted):
    too_early = [
        (offered.enquiry.subject, offered.topic.title)
        for offered in OfferedAnswer.objects.select_related("topic", "enquiry")
        if (offered.topic.solved_at or offered.topic.created_at) > offered.offered_at
    ]
    assert too_early == []
    assert not OfferedAnswer.objects.filter(topic__kind="question", topic__solved_at=None).exists()
    assert not Enquiry.objects.filter(outcome="solved", solved_by_topic=None).exists()


def test_nothing_was_read_before_it_was_written(planted):
    touches = Touch.objects.filter(kind__startswith="read_").select_related(
        "topic", "article", "consent"
    )
    too_early = [
        str(touch.topic or touch.article)
        for touch in touches
        if (touch.topic or touch.article).created_at > touch.at
    ]
    assert too_early == []
    assert not Touch.objects.filter(at__lt=F("consent__given_at")).exists()


def test_the_executive_sees_figures_and_leads(planted):
    grades = Counter(SupportIntent.objects.values_list("grade", flat=True))
    assert min(grades["confirmed"], grades["failed"], grades["implicit"]) > 20
    stages = set(Lead.objects.values_list("stage", flat=True))
    assert {"awareness", "interest", "motivation"} & stages
    assert Assumption.objects.get(name="cost_per_contact", channel="").owner == "Helen Marsh"
    stands = deflected.stands(Lens(last_days(180)))
    assert stands.deflected.share and stands.groups.withheld > 10
    assert stands.deflected.counts.potential > 20


def test_what_was_planted_is_found(planted):
    found = engine.find("group gasket", viewer=AnonymousUser()).found
    assert found
    assert not engine.find("bargain grind discount", viewer=AnonymousUser()).found


def test_writers_follow_and_find_news_in_their_inbox(planted):
    for topic_id, author_id in Post.objects.visible_to(AnonymousUser()).values_list(
        "topic", "author"
    ):
        assert Subscription.objects.filter(topic=topic_id, member=author_id).exists()
    assert Notification.objects.unread().filter(member__handle="tomas").exists()
    for told in Notification.objects.select_related("post"):
        assert told.created_at >= told.post.created_at
        assert told.read_at is None or told.read_at >= told.created_at


def test_nobody_is_told_about_history(planted):
    assert not Event.objects.exists()
    assert not Notification.objects.exclude(mail_due_at=None).exists()
    assert not OutgoingMail.objects.exists()


def test_each_kind_of_topic_shows_what_it_can(planted):
    assert (
        Topic.objects.filter(solutions__withdrawn_at=None)
        .annotate(n=Count("solutions"))
        .filter(n__gt=1)
    )
    for topic in Topic.objects.all():
        assert topic.me_too_count == topic.me_toos.count()
        assert topic.vote_count == topic.votes.count()
        assert topic.has_poll == hasattr(topic, "poll")
    statuses = set(Topic.objects.ideas().values_list("idea_status", flat=True))
    assert statuses == set(Topic.IdeaStatus.values)
    assert Topic.objects.exclude(duplicate_of=None).count() >= 2
    assert set(Poll.objects.values_list("method", flat=True)) == set(Poll.Method.values)
    for poll in Poll.objects.all():
        kept = list(poll.options.values_list("count", flat=True))
        recount_poll(poll)
        assert list(poll.options.values_list("count", flat=True)) == kept and any(kept)
    assert NoiseSpending.objects.count() == Topic.objects.filter(kind="announcement").count()
    assert all(space.voice_posts > space.voice_of_company > 0 for space in Space.objects.all())


def test_an_answer_has_a_file_that_can_be_fetched(planted, client):
    post = Post.objects.get(source__contains="group-gaskets.pdf")
    address = re.search(r'href="(/[^"]*group-gaskets\.pdf)"', post.html)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
