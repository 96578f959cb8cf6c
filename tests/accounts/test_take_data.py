"""A member reads what is known about them, and takes a copy with them."""

import csv
import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.actions import (
    delete_member,
    give_consent,
    make_export,
    make_waiting_exports,
    request_deletion,
    request_export,
    sweep_exports,
)
from accounts.models import Export
from accounts.privacy import belongings
from core.models import OutgoingMail
from core.rules import NotAllowed
from forums.actions import open_topic, reply
from spaces.models import Membership
from support.models import Case, CaseMessage
from tests.world import picture
from uploads.actions import store_image

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(client, member, brand) -> Client:
    client.force_login(member, backend=BACKEND)
    return client


@pytest.fixture
def past(member, board):
    """A little life: a question, a picture, a consent."""
    topic = open_topic(
        author=member, board=board, kind="question", title='=HYPERLINK("evil")', source="+1 Drips."
    )
    upload = store_image(file=picture(), name="cup.png", owner=member, browser_id=None)
    give_consent(member=member, browser_id=None, purposes=["sales"], place="privacy")
    return topic, upload


def copy_of(member) -> zipfile.ZipFile:
    export = request_export(member=member)
    assert make_export(export_id=export.pk)
    export.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(default_storage.open(export.stored_as).read()))


def test_copy_holds_json_csv_files_and_a_page(member, past):
    archive = copy_of(member)
    posts = json.loads(archive.read("posts.json"))
    assert [row["source"] for row in posts["rows"]] == ["+1 Drips."]
    assert posts["source"] == "You wrote it."
    rows = list(csv.DictReader(io.StringIO(archive.read("posts.csv").decode("utf-8-sig"))))
    assert [row["source"] for row in rows] == ["'+1 Drips."]
    assert rows[0]["conversation"].startswith("'=HYPERLINK")
    with default_storage.open(past[1].stored_as) as file:
        assert archive.read(f"files/{past[1].pk}.webp") == file.read()
    page = archive.read("index.html").decode()
    assert "posts.csv" in page and "goals.csv" not in page
    assert archive.testzip() is None


def test_progress_ends_at_everything(member, past):
    copy_of(member)
    export = Export.objects.get()
    assert export.done == export.total > 4 and export.state == Export.State.READY


def test_page_shows_how_far_it_is_then_the_copy(signed_in, member, past):
    assert "Make a copy" in signed_in.get("/me/privacy/").content.decode()
    signed_in.post("/me/privacy/exports/")
    page = signed_in.get("/me/privacy/").content.decode()
    assert "<progress" in page and 'hx-trigger="every 2s"' in page
    make_waiting_exports()
    part = signed_in.get("/me/privacy/exports/", headers={"hx-request": "true"}).content.decode()
    assert "Download your copy" in part and "every 2s" not in part
    answer = signed_in.get(f"/me/privacy/exports/{Export.objects.get().pk}/")
    assert (
        answer["Content-Type"] == "application/zip"
        and "attachment" in answer["Content-Disposition"]
    )
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    assert OutgoingMail.objects.filter(subject="Your copy is ready", to=[member.email]).exists()


def test_nobody_else_gets_it(client, outsider, member, past, brand):
    copy_of(member)
    address = f"/me/privacy/exports/{Export.objects.get().pk}/"
    assert client.get(address).status_code == 302
    client.force_login(outsider, backend=BACKEND)
    assert client.get(address).status_code == 404


def test_download_wants_a_fresh_sign_in(signed_in, member, past):
    copy_of(member)
    session = signed_in.session
    session.pop("signed_in_at", None)
    session.pop("account_authentication_methods", None)
    session.save()
    answer = signed_in.get(f"/me/privacy/exports/{Export.objects.get().pk}/")
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]


def test_one_at_a_time_and_one_a_day(member):
    first = request_export(member=member)
    assert request_export(member=member).pk == first.pk
    make_export(export_id=first.pk)
    with pytest.raises(NotAllowed):
        request_export(member=member)
    Export.objects.update(requested_at=timezone.now() - timedelta(hours=25))
    assert request_export(member=member).pk != first.pk


def test_lost_worker_is_made_good(member, past):
    """A worker died in the middle: nobody touches it for five minutes, then another makes it anew."""
    export = request_export(member=member)
    Export.objects.update(state="running", beat_at=timezone.now(), attempts=1)
    assert make_waiting_exports() == 0
    Export.objects.update(beat_at=timezone.now() - timedelta(minutes=6))
    assert make_waiting_exports() == 1
    assert not make_export(export_id=export.pk)  # a second delivery of the same job


def test_failing_thrice_is_said_and_can_be_asked_again(signed_in, member, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("accounts.actions.export.write_copy", broken)
    request_export(member=member)
    for _ in range(4):
        make_waiting_exports()
    assert Export.objects.get().state == Export.State.FAILED
    page = signed_in.get("/me/privacy/").content.decode()
    assert "could not be made" in page and "Make a copy" in page


def test_swept_after_seven_days(member, past, django_capture_on_commit_callbacks):
    copy_of(member)
    path = Export.objects.get().stored_as
    assert sweep_exports() == 0 and default_storage.exists(path)
    Export.objects.update(expires_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_exports() == 1
    assert not default_storage.exists(path)


def test_deleting_oneself_takes_the_copies_too(member, past, django_capture_on_commit_callbacks):
    copy_of(member)
    path = Export.objects.get().stored_as
    deletion = request_deletion(member=member, takes_posts=False)
    with django_capture_on_commit_callbacks(execute=True):
        delete_member(deletion_id=deletion.pk, now=timezone.now() + timedelta(days=15))
    assert not Export.objects.exists() and not default_storage.exists(path)


def test_copy_being_made_while_they_leave_is_thrown_away(
    member, past, monkeypatch, django_capture_on_commit_callbacks
):
    export = request_export(member=member)
    deletion = request_deletion(member=member, takes_posts=False)

    def leave(member, file, *, beat):
        file.write(b"everything")
        delete_member(deletion_id=deletion.pk, now=timezone.now() + timedelta(days=15))

    monkeypatch.setattr("accounts.actions.export.write_copy", leave)
    before = (
        set(default_storage.listdir("exports")[1]) if default_storage.exists("exports") else set()
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert not make_export(export_id=export.pk)
    assert set(default_storage.listdir("exports")[1]) <= before


def test_page_names_what_there_is_where_from_and_how_much(signed_in, member, past):
    page = signed_in.get("/me/privacy/knows/").content.decode()
    assert "Conversations you began" in page and "You wrote it." in page
    assert "Where there is nothing about you" in page
    rows = signed_in.get("/me/privacy/knows/posts/").content.decode()
    assert "+1 Drips." in rows
    assert signed_in.get("/me/privacy/knows/nothing/").status_code == 404


def test_every_section_opens_and_speaks_in_words(signed_in, member, past):
    SocialAccount.objects.create(
        user=member,
        provider="github",
        uid="7",
        extra_data={"user": {"login": "mem"}, "ids": [1, 2]},
    )
    for section in belongings.sections():
        page = signed_in.get(f"/me/privacy/knows/{section.key}/")
        assert page.status_code == 200, section.key
        assert "{&#x27;" not in page.content.decode(), section.key
    assert "login: mem" in signed_in.get("/me/privacy/knows/identities/").content.decode()
    assert "Visible" in signed_in.get("/me/privacy/knows/posts/").content.decode()


def test_page_is_ones_own(client, outsider, member, past, brand):
    client.force_login(outsider, backend=BACKEND)
    assert "Drips" not in client.get("/me/privacy/knows/posts/").content.decode()


def test_others_words_are_not_ones_belongings(member, insider, private_board, agent):
    """A title one may no longer read, and notes of agents, do not come with one's own words."""
    topic = open_topic(
        author=insider, board=private_board, kind="question", title="The secret grinder", source="?"
    )
    Membership.objects.create(space=topic.space, member=member)
    reply(author=member, topic=topic, source="My own words")
    Membership.objects.filter(member=member).delete()
    case = Case.objects.create(member=member, subject="Leak", body="It leaks.")
    CaseMessage.objects.create(
        case=case, author=agent, is_from_company=True, is_internal=True, text="Rude!"
    )
    told = str([list(each.values(member)) for each in belongings.sections()])
    assert "My own words" in told and "It leaks." in told
    assert "The secret grinder" not in told and "Rude!" not in told


def test_file_of_another_key_is_not_there(signed_in):
    assert signed_in.get(f"/me/privacy/exports/{uuid.uuid4()}/").status_code == 404


def test_long_life_costs_as_many_queries(member, board, django_assert_max_num_queries):
    for number in range(120):
        reply_to = open_topic(
            author=member, board=board, kind="question", title=f"Question {number}", source="?"
        )
        assert reply_to.pk
    export = request_export(member=member)
    with django_assert_max_num_queries(4 * len(belongings.sections()) + 30):
        make_export(export_id=export.pk)
