"""Whoever signs in is greeted by name, and a name is never markup."""

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.messages import get_messages
from django.template.loader import render_to_string

from tests.cast import make_member

pytestmark = pytest.mark.django_db


def test_member_is_greeted_by_name(rf, settings):
    member = make_member("mara")
    member.name = "<b>Mara</b> & Co"
    said = render_to_string("account/messages/logged_in.txt", {"user": member})
    assert "<b>" not in said
    assert said.strip() == "Welcome, &lt;b&gt;Mara&lt;/b&gt; &amp; Co."


def test_message_with_a_hostile_name_is_shown_as_words(client, brand):
    member = make_member("mallory")
    member.name = "<img src=x>"
    member.save()
    client.force_login(member)
    request = client.get("/").wsgi_request
    from_allauth = get_adapter(request)
    from_allauth.add_message(request, 25, "account/messages/logged_in.txt", {"user": member})
    page = render_to_string("elements/messages.html", {"messages": get_messages(request)})
    assert "<img" not in page
    assert "Welcome, &lt;img src=x&gt;." in page
