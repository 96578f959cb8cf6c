"""/me/files/: what one brought, where it is used, how much room is left; one's own can be deleted, nobody else's."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.actions import set_avatar
from forums.actions import open_topic
from tests.cast import make_member
from tests.uploads.files import picture_bytes, upload
from tests.uploads.test_attach_file import bring
from uploads.models import Upload

pytestmark = pytest.mark.django_db
MINE = reverse("uploads:mine")


@pytest.fixture
def signed_in(client, member, brand):
    client.force_login(member)
    return client


def ask(board, author, upload):
    return open_topic(author=author, board=board, kind="question", title="Which seal fits it?", source=f"See {upload.markdown}")  # fmt: skip


def test_it_says_what_is_there_and_what_is_left(signed_in, member, board):
    used, unused = bring(member, name="used.pdf"), bring(member, name="unused.pdf")
    ask(board, member, used)
    page = signed_in.get(MINE).content.decode()
    assert "used.pdf" in page and "unused.pdf" in page
    assert "Which seal fits it?" in page and page.count("Used nowhere yet.") == 1
    assert f"{used.bytes + unused.bytes} B of 500 MB in all" in page
    assert 'class="bar"' in page


def test_staff_have_no_bar(client, manager, brand):
    client.force_login(manager)
    page = client.get(MINE).content.decode()
    assert "as much as you need" in page and 'class="bar"' not in page


def test_place_one_may_not_see_any_more_is_not_named(client, private_board, insider, brand):
    client.force_login(insider)
    ask(private_board, insider, bring(insider))
    assert "Which seal fits it?" in client.get(MINE).content.decode()
    insider.memberships.all().delete()
    page = client.get(MINE).content.decode()
    assert "Which seal fits it?" not in page and "not shown any more" in page


def test_deleting(signed_in, member, django_capture_on_commit_callbacks):
    file = bring(member)
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(reverse("uploads:deletion", args=[file.pk]), follow=True)
    assert "is deleted" in response.content.decode()
    assert not Upload.objects.exists() and not default_storage.exists(file.stored_as)
    assert signed_in.get(file.address).status_code == 404


def test_nobody_elses(signed_in, outsider):
    file = bring(outsider)
    assert signed_in.post(reverse("uploads:deletion", args=[file.pk])).status_code == 404
    assert "Service manual" not in signed_in.get(MINE).content.decode()
    assert Upload.objects.exists()


def test_ones_own_picture_is_changed_where_it_is_set(signed_in, member):
    set_avatar(member=member, file=upload(picture_bytes(size=(400, 400))))
    avatar = Upload.objects.get()
    assert "take it away in your settings" in signed_in.get(MINE).content.decode()
    assert signed_in.post(reverse("uploads:deletion", args=[avatar.pk])).status_code == 403
    assert Upload.objects.exists()


def test_queries_do_not_grow(signed_in, member, board, django_assert_max_num_queries):
    for number in range(3):
        ask(board, member, bring(member, name=f"{number}.pdf"))
    signed_in.get(MINE)
    with django_assert_max_num_queries(40) as few:
        signed_in.get(MINE)
    for number in range(6):
        ask(board, member, bring(member, name=f"more {number}.pdf"))
    with django_assert_max_num_queries(len(few)):
        signed_in.get(MINE)


def test_visitor_signs_in_first(client, brand):
    make_member("somebody")
    assert client.get(MINE).status_code == 302
