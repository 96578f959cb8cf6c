"""Pages that are compiled whole stand in the same frame as all others."""

import re

import pytest
from django.template import engines

from core.compiled import page

DJANGO = """{% extends "layouts/talk.html" %}{% block title %}T{% endblock %}{% block description %}D{% endblock %}
{% block content %}C{% endblock %}{% block scripts %}S{% endblock %}"""
COMPILED = """{% extends "layouts/page.jinja" %}{% block title %}T{% endblock %}{% block description %}D{% endblock %}
{% block content %}C{% endblock %}{% block scripts %}S{% endblock %}"""


@pytest.fixture(params=["visitor", "member", "in a space"])
def asked(request, brand, member, space, client):
    if request.param == "member":
        client.force_login(member)
    page = client.get("/spaces/")
    found = page.wsgi_request
    found.space = space if request.param == "in a space" else None
    found.META["CSRF_COOKIE"] = "a" * 32
    return found


def plain(text: str) -> str:
    """Without what changes from one to the next: the token's mask, and white space."""
    text = re.sub(r'(x-csrftoken": "|csrfmiddlewaretoken" value=")\w+', r"\1", text)
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", re.sub(r"\s+", " ", text))).strip()


def test_frames_are_the_same(asked, tmp_path, settings):
    by_django = engines["django"].from_string(DJANGO).render({}, asked)
    (tmp_path / "framed.jinja").write_text(COMPILED)
    loader = engines["jinja2"].env.loader
    loader.searchpath.append(str(tmp_path))
    try:
        compiled = page(asked, "framed.jinja", {}).content.decode()
    finally:
        loader.searchpath.remove(str(tmp_path))
    assert plain(compiled) == plain(by_django)
    assert ">C<" in plain(compiled) and "<title>T</title>" in compiled
