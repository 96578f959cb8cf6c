"""A member leaves. Words of theirs lie in every corner before; afterwards they are nowhere."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends import locmem
from django.test import Client
from django.utils import timezone

from accounts.actions import (
    advance_deletions,
    delete_member,
    give_consent,
    make_export,
    request_deletion,
    request_export,
)
from accounts.actions.profile import change_profile
from accounts.actions.questions import answer_question, save_question
from accounts.models import (
    Browser,
    Claim,
    Deletion,
    Invitation,
    InvitationBatch,
    InvitationUse,
    Member,
    ProfileLink,
    WaitingAct,
)
from analytics.models import Goal, Lead, SupportIntent, Touch
from content.actions import add_asset, publish_article, write_article
from core.mail import sweep as send_mail
from core.models import OutgoingMail
from core.valkey import valkey
from events.models import Event
from forums.actions import delete_post, edit_post, mark_solution, open_topic, reply, save_draft
from forums.models import Post, Topic
from governance.actions import advance_proposals, cast_ballot, establish_policy
from governance.models import RollEntry
from governance.secrecy import box
from moderation.actions import report_post
from notifications.actions import send_due_mail
from search.models import SearchEntry
from support.actions import answer_case, offer_answers, open_case, save_enquiry, write_on_case
from support.models import Case
from tests.analytics.conftest import touch
from tests.architecture.searching import words_in_database, words_in_files, words_in_valkey
from tests.governance.conftest import BEFORE, make_old, make_proposal
from tests.support.conftest import solution
from tests.world import deliver_all, picture
from uploads.actions import store_image
from uploads.models import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

PERSON = {
    "zqnamexk", "zqhandlexk", "zqmailxk", "zqothermailxk", "zqbioxk", "zqlinkxk", "zqsubxk", "zqtokenxk",
    "zqsecretxk", "zqagentxk", "zqdraftxk", "zqvisitordraftxk", "zqrevisionxk", "zqdeletedxk",
    "zqnotexk", "zqcasexk", "zqmessagexk", "zqgoalxk", "zqanswerxk", "zqfilexk", "zqsourcexk", "zqunsentxk",
    "zqcachexk", "zqformcasexk",
}  # fmt: skip
"""Goes in any case."""
POSTS = {"zqtitlexk", "zqtextxk", "zqreplyxk", "zqtagxk", "zqonlyminexk"}
"""What the choice is about."""


@pytest.fixture(autouse=True)
def mail_server(monkeypatch) -> None:
    """A mail server that takes everything."""
    monkeypatch.setattr("core.mail.sending.EmailBackend", locmem.EmailBackend)


@pytest.fixture(autouse=True)
def files_of_this_test_alone(settings, tmp_path) -> None:
    """What another test left on disk is nobody's here."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def leaver(settings, db) -> Member:
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    return Member.objects.create(
        handle="zqhandlexk", name="Zqnamexk Lund", email="zqmailxk@mail.example", trust=2
    )


@pytest.fixture
def life(leaver, outsider, manager, agent, evangelist, administrator, space, board) -> dict:
    """Everything somebody can leave behind here, done by the actions that the pages call."""
    _identity(leaver)
    browser = Browser.objects.create(member=leaver)
    give_consent(
        member=leaver, browser_id=browser.pk, place="banner",
        purposes=["analytics", "personalisation", "marketing", "sales"],
    )  # fmt: skip
    change_profile(member=leaver, name=leaver.name, bio="I am zqbioxk.")
    ProfileLink.objects.create(member=leaver, position=0, url="https://zqlinkxk.example/")
    question = save_question(
        by=administrator, text="What for?", why="To know.", kind="text", purpose="sales"
    )
    answer_question(member=leaver, question=question, value="zqanswerxk")
    topic = open_topic(
        author=leaver, board=board, kind="question", title="Grinder zqtitlexk stalls",
        source="First zqrevisionxk.", tags=["zqtagxk"],
    )  # fmt: skip
    opening = topic.posts.get()
    upload = store_image(
        file=(file := picture()), name="zqfilexk.png", owner=leaver, browser_id=None
    )
    assert file.name
    edit_post(by=leaver, post=opening, source=f"It stalls zqtextxk. ![cup]({upload.address})")
    helped = reply(author=outsider, topic=topic, source="@zqhandlexk, clean it! /m/zqhandlexk/")
    edit_post(by=outsider, post=helped, source="@Zqhandlexk, clean it, please! /m/zqhandlexk/")
    mark_solution(by=leaver, post=helped)
    others = open_topic(
        author=outsider, board=board, kind="question", title="Steam", source="Which? @zqhandlexk"
    )
    answer = reply(author=leaver, topic=others, source="This one zqreplyxk.")
    mark_solution(by=outsider, post=answer)
    report_post(reporter=leaver, post=others.posts.get(number=1), reason="unkind", note="zqnotexk")
    deleted = reply(author=leaver, topic=others, source="Never mind zqdeletedxk.")
    delete_post(by=leaver, post=deleted)
    lonely = open_topic(
        author=leaver, board=board, kind="discussion", title="Alone zqonlyminexk", source="zqonlyminexk"
    )  # fmt: skip
    article = write_article(
        author=evangelist, space=space, title="Beans", source="See @zqhandlexk."
    )
    publish_article(member=evangelist, article=article)
    save_draft(
        viewer=leaver, browser_id=None, key=uuid.uuid4(), board=board, kind="question",
        title="zqdraftxk", source="zqdraftxk",
    )  # fmt: skip
    save_draft(
        viewer=AnonymousUser(), browser_id=browser.pk, key=uuid.uuid4(), board=board,
        kind="question", title="zqvisitordraftxk", source="zqvisitordraftxk",
    )  # fmt: skip
    keep_claim(browser)
    store_image(file=picture(), name="zqfilexk-unused.png", owner=leaver, browser_id=None)
    policy = establish_policy(
        member=manager, slug="rules", title="Rules", source=BEFORE, summary="Be kind."
    )
    make_old(manager, leaver)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    cast_ballot(member=leaver, proposal=proposal, choice=[1])
    _support(leaver, agent, others, browser)
    consent = leaver.consents.get(purpose="analytics")
    touch(consent, "read_topic", topic=topic, source="zqsourcexk", via="referral")
    Goal.objects.create(member=leaver, name="Bought zqgoalxk", value=10)
    deliver_all()
    send_due_mail()
    assert make_export(export_id=request_export(member=leaver).pk)
    OutgoingMail.objects.create(
        sender="us@mail.example", to=["zqothermailxk@mail.example"], subject="zqunsentxk", text="zqunsentxk"
    )  # fmt: skip
    client = Client(headers={"user-agent": "Browser zqagentxk"})
    client.force_login(leaver, backend=BACKEND)
    client.get("/me/privacy/")
    session = client.session
    session["typed"] = "zqmailxk@mail.example"
    session.save()
    return {
        "topic": topic, "opening": opening, "others": others, "answer": answer, "lonely": lonely,
        "helped": helped, "upload": upload, "client": client, "article": article,
    }  # fmt: skip


def keep_claim(browser: Browser) -> None:
    """What a visitor did before they signed in, and the mail that leads to it."""
    WaitingAct.objects.create(
        kind="forums.reply", browser=browser, label="zqdraftxk", text="zqdraftxk", back="/",
        updated_at=timezone.now(),
    )  # fmt: skip
    Claim.objects.create(browser=Browser.objects.create(), email="zqothermailxk@mail.example")


def _identity(leaver: Member) -> None:
    for address in ("zqmailxk", "zqothermailxk"):
        EmailAddress.objects.create(
            user=leaver, email=f"{address}@mail.example", verified=True, primary=address == "zqmailxk"
        )  # fmt: skip
    app = SocialApp.objects.create(provider="github", name="GitHub", client_id="1")
    account = SocialAccount.objects.create(
        user=leaver, provider="github", uid="zqsubxk", extra_data={"name": "Zqnamexk"}
    )
    SocialToken.objects.create(app=app, account=account, token="zqtokenxk")
    Authenticator.objects.create(user=leaver, type="totp", data={"secret": "zqsecretxk"})
    UserSession.objects.create(
        user=leaver, ip="127.0.0.1", session_key="k" * 32, user_agent="Browser zqagentxk", data={}
    )
    batch = InvitationBatch.objects.create(
        rows=[["zqmailxk@mail.example", "Zqnamexk"], ["else@mail.example", ""]], total=2
    )
    invitation = Invitation.objects.create(
        token_hash="0" * 64, expires_at=timezone.now(), email="zqmailxk@mail.example",
        name="Zqnamexk", batch=batch,
    )  # fmt: skip
    InvitationUse.objects.create(invitation=invitation, member=leaver)


def _support(leaver: Member, agent: Member, topic: Topic, browser: Browser) -> None:
    enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=leaver, browser_id=browser.pk, subject="Valve zqcasexk", text="zqcasexk"
    )  # fmt: skip
    offer_answers(enquiry=enquiry, found=[solution(topic.pk)])
    case = open_case(enquiry=enquiry)
    answer_case(by=agent, case=case, text="Dear Zqnamexk, zqmessagexk", key=uuid.uuid4())
    write_on_case(case=case, by=leaver, text="Thanks zqmessagexk", key=uuid.uuid4())
    Case.objects.create(
        name="Zqnamexk", email="ZQothermailxk@mail.example", subject="zqformcasexk", body="zqformcasexk"
    )  # fmt: skip


def leave(leaver: Member, *, takes_posts: bool, commits) -> Deletion:
    deletion = request_deletion(member=leaver, takes_posts=takes_posts)
    deliver_all()
    later = timezone.now() + timedelta(days=15)
    with commits(execute=True):
        assert delete_member(deletion_id=deletion.pk, now=later)
        deliver_all()
    send_mail(grace_seconds=-1)
    advance_deletions()
    deletion.refresh_from_db()
    return deletion


def everything() -> dict[str, set[str]]:
    return {**words_in_database(), **words_in_files(), "valkey": words_in_valkey()}


def left(words: set[str]) -> dict[str, set[str]]:
    return {place: found & words for place, found in everything().items() if found & words}


def test_before_every_word_is_there(life):
    """What the tests below look for can be found: each word, in the tables that ought to hold it."""
    cache.set("page:zqcachexk", "<h1>zqcachexk</h1>")
    tables = words_in_database()
    assert set().union(*tables.values()) == PERSON - {"zqcachexk"} | POSTS
    assert words_in_valkey() == {"zqcachexk"}
    copied = set().union(*words_in_files().values())
    assert {"zqhandlexk", "zqtextxk", "zqcasexk", "zqdraftxk", "zqsubxk"} <= copied
    assert not {"zqsecretxk", "zqtokenxk"} & copied
    assert {
        "accounts_member", "account_emailaddress", "socialaccount_socialaccount", "mfa_authenticator",
        "usersessions_usersession", "accounts_invitation", "accounts_invitationbatch",
        "accounts_profilelink", "accounts_waitingact", "accounts_claim", "accounts_profileanswer", "forums_post", "forums_postrevision",
        "forums_topic", "forums_draft", "search_searchentry", "content_article", "support_case",
        "support_enquiry", "support_casemessage", "analytics_touch", "analytics_goal", "analytics_toldanswer", "uploads_upload",
        "moderation_report", "notifications_notification", "core_outgoingmail", "events_event",
        "sessions, opened", "taggit_tag",
    } <= tables.keys()  # fmt: skip
    assert Upload.objects.count() == 2


@pytest.mark.parametrize("takes_posts", [False, True])
def test_afterwards_the_person_is_nowhere(
    life, leaver, takes_posts, django_capture_on_commit_callbacks
):
    deletion = leave(leaver, takes_posts=takes_posts, commits=django_capture_on_commit_callbacks)
    assert left(PERSON) == {}
    assert deletion.finished_at and deletion.traces == {}
    assert not Session.objects.exists() and not OutgoingMail.objects.filter(sent_at=None).exists()


def test_posts_stay_without_a_name(life, leaver, django_capture_on_commit_callbacks):
    leave(leaver, takes_posts=False, commits=django_capture_on_commit_callbacks)
    assert set().union(*left(POSTS).values()) == POSTS
    page = Client().get(life["topic"].get_absolute_url()).content.decode()
    assert "zqtextxk" in page and "Former member" in page
    assert f"@former-member-{leaver.pk}" in page
    upload = Upload.objects.get()
    assert upload.pk == life["upload"].pk and upload.owner is None and upload.name == "picture"
    assert upload.address in page


def test_posts_go_and_others_words_stay(life, leaver, django_capture_on_commit_callbacks):
    paths = life["upload"].files
    assert all(default_storage.exists(path) for path in paths)
    leave(leaver, takes_posts=True, commits=django_capture_on_commit_callbacks)
    assert left(POSTS) == {}
    assert not Upload.objects.exists() and not any(default_storage.exists(path) for path in paths)
    life["topic"].refresh_from_db()
    page = Client().get(life["topic"].get_absolute_url()).content.decode()
    assert "Taken back by its author" in page and "clean it, please" in page
    assert Client().get(life["lonely"].get_absolute_url()).status_code == 404
    life["others"].refresh_from_db()
    assert life["others"].solved_at is None and life["others"].reply_count == 0
    entry = SearchEntry.objects.get(kind="topic", object_id=life["topic"].pk)
    assert "clean it" in f"{entry.text} {entry.solution}"


@pytest.mark.parametrize("takes_posts", [False, True])
def test_articles_follow_the_choice_and_unfinished_ones_go(
    evangelist, administrator, space, board, takes_posts, django_capture_on_commit_callbacks
):
    shown = write_article(
        author=evangelist, space=space, title="Taste zqshownxk", source="zqshownxk"
    )
    publish_article(member=evangelist, article=shown)
    file = SimpleUploadedFile("parts.pdf", b"%PDF-1.4\n%zqshownxk\n%%EOF", "application/pdf")
    add_asset(author=evangelist, space=space, title="Parts", file=file)
    write_article(author=evangelist, space=space, title="zqunfinishedxk", source="zqunfinishedxk")
    deliver_all()
    assert left({"zqshownxk"})["search_searchentry"] and left({"zqunfinishedxk"})
    leave(evangelist, takes_posts=takes_posts, commits=django_capture_on_commit_callbacks)
    assert left({"zqunfinishedxk"}) == {}
    assert bool(left({"zqshownxk"})) is not takes_posts
    assert not evangelist.space_roles.exists() and not space.__class__.objects.get().leader


def test_figures_are_restated_and_ballots_stay_counted(
    life, leaver, django_capture_on_commit_callbacks
):
    assert SupportIntent.objects.filter(key=f"member:{leaver.pk}").exists()
    assert Lead.objects.filter(member=leaver).exists()
    leave(leaver, takes_posts=False, commits=django_capture_on_commit_callbacks)
    assert not SupportIntent.objects.filter(key=f"member:{leaver.pk}").exists()
    assert not Lead.objects.exists() and not Touch.objects.exists() and not Goal.objects.exists()
    assert RollEntry.objects.get(member=leaver).member.name == "Former member"
    assert box.count(RollEntry.objects.get(member=leaver).roll.proposal_id) == 1
    assert Case.objects.count() == 2  # that somebody asked for help stays counted


def test_nobody_gets_in_any_more(life, leaver, django_capture_on_commit_callbacks):
    assert life["client"].get("/me/").status_code == 200
    leave(leaver, takes_posts=False, commits=django_capture_on_commit_callbacks)
    assert life["client"].get("/me/").status_code == 302
    leaver.refresh_from_db()
    assert not leaver.is_active and not leaver.has_usable_password()
    facts = Event.objects.filter(kind="accounts.MemberDeleted").values_list("facts", flat=True)
    assert set(facts.get()) == {"member_id", "takes_posts", "deletion_id"}
    assert Post.objects.filter(author=leaver).exists()
    assert valkey().ping()
