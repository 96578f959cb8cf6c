"""The preview is what the post will be: the same pipeline, limits included."""

import pytest
from django.urls import reverse

from core import limits
from core.text import MAX_SOURCE, cook

pytestmark = pytest.mark.django_db


def test_preview_is_what_will_be_posted(client, brand):
    source = "*a* <script>x</script> @bob"
    response = client.post(reverse("text:preview"), {"source": source})
    assert response.status_code == 200
    assert response.content.decode().strip() == cook(source).strip()
    assert response["Cache-Control"] == "no-store"


def test_nothing_written_yet(client, brand):
    assert "appears here" in client.post(reverse("text:preview")).content.decode()


def test_too_long_a_text_says_so(client, brand):
    response = client.post(reverse("text:preview"), {"source": "a" * (MAX_SOURCE + 1)})
    assert response.status_code == 422
    assert "most we take" in response.content.decode()


def test_not_by_an_address_somebody_sends(client, brand):
    assert client.get(reverse("text:preview"), {"source": "x"}).status_code == 405
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("text:preview"), {"source": "x"}).status_code == 403


def test_preview_asks_the_database_nothing_of_its_own(client, brand, django_assert_max_num_queries):
    client.post(reverse("text:preview"), {"source": "warm"})
    with django_assert_max_num_queries(1):  # the brand
        client.post(reverse("text:preview"), {"source": "a"})


def test_long_texts_are_shown_less_often(client, brand, monkeypatch):
    """Cooking takes as long as the text is: forty long ones a minute, and any number of short ones of those allowed."""
    counted = []
    monkeypatch.setattr(
        limits, "count", lambda key, **_: counted.append(key.split(":")[0]) or limits.Answer(True)
    )
    client.post("/text/preview/", {"source": "Short."})
    client.post("/text/preview/", {"source": "Long. " * 2000})
    assert counted == ["preview", "preview", "preview-long"]
