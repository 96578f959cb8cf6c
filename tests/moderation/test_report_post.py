import pytest
from django.urls import reverse

from core.rules import NotAllowed
from moderation.actions import report_post
from moderation.models import Report
from tests.moderation.conftest import facts_of

REPORT = {"reason": "unkind", "note": "He calls me a fool."}


def address(post) -> str:
    return reverse("moderation:report", args=[post.pk])


def test_member_reports_a_post(client, member, post):
    client.force_login(member)

    assert client.get(address(post)).status_code == 200
    response = client.post(address(post), REPORT, follow=True)

    report = Report.objects.get()
    assert (report.post, report.reporter, report.reason) == (post, member, "unkind")
    assert "tells you" in response.content.decode()
    assert facts_of("moderation.PostReported") == [{"report_id": report.pk, "post_id": post.pk}]


def test_pressed_twice_it_is_one_report(client, member, post):
    client.force_login(member)
    client.post(address(post), REPORT)
    client.post(address(post), REPORT | {"reason": "spam"})

    assert Report.objects.get().reason == "unkind"
    assert len(facts_of("moderation.PostReported")) == 1


def test_report_opens_and_ends_in_place(client, member, post):
    client.force_login(member)
    htmx = {"HX-Request": "true"}

    form = client.get(address(post), headers=htmx).content.decode()
    done = client.post(address(post), REPORT, headers=htmx).content.decode()

    assert "<html" not in form
    assert f'hx-post="{address(post)}"' in form
    assert "<html" not in done
    assert "Thank you" in done


def test_report_without_a_reason_asks_for_it(client, member, post):
    client.force_login(member)
    response = client.post(address(post), {"note": "Bad."})

    assert "This field is required" in response.content.decode()
    assert not Report.objects.exists()


def test_visitor_is_asked_to_sign_in(client, post):
    response = client.post(address(post), REPORT)

    assert response.status_code == 302
    assert reverse("account_login") in response.url
    assert not Report.objects.exists()


def test_nobody_reports_their_own_post(client, outsider, post):
    client.force_login(outsider)

    assert client.get(address(post)).status_code == 403
    assert client.post(address(post), REPORT).status_code == 403
    with pytest.raises(NotAllowed):
        report_post(reporter=outsider, post=post, reason="spam")


def test_post_of_a_space_one_does_not_see_is_not_found(client, outsider, private_post):
    client.force_login(outsider)

    assert client.get(address(private_post)).status_code == 404
    assert client.post(address(private_post), REPORT).status_code == 404
    assert not Report.objects.exists()


def test_hidden_post_cannot_be_reported(client, member, post):
    type(post).objects.filter(pk=post.pk).update(state="hidden")
    client.force_login(member)

    assert client.post(address(post), REPORT).status_code == 404
    with pytest.raises(NotAllowed):
        report_post(reporter=member, post=post, reason="spam")


def test_menu_of_a_post_offers_report_to_others_only(client, member, outsider, post):
    client.force_login(member)
    assert address(post) in client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()

    client.force_login(outsider)
    assert (
        address(post)
        not in client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()
    )
