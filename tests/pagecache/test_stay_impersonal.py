"""Nothing of anybody is in a page that others get: not what a member sees, not what a stranger slipped in."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts.entering.entrance import forget_entrance
from accounts.models import Entrance, Member
from content.actions import publish_article, withdraw_article
from content.models import Article
from forums.actions import open_topic, reply
from forums.models import Topic
from tests.pagecache.asking import Process

pytestmark = pytest.mark.django_db
MARK = "pois0n"


@pytest.fixture
def topic(board, member, outsider) -> Topic:
    found = open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )
    reply(author=outsider, topic=found, source="Change the seal.")
    return found


@pytest.fixture
def secret(db) -> Member:
    """Signed in, and has written nothing: wherever this name stands, it stands for having leaked."""
    return Member.objects.create(
        handle="zz-secret", name="Zz Secret", email="zz@secret.example", trust=4
    )


@pytest.fixture
def session(secret: Member) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(secret.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = secret.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def places(topic: Topic) -> list[str]:
    return ["/", "/latest/", "/spaces/", "/articles/", "/policies/", "/feeds/articles.xml", "/s/home-espresso/",
            "/s/home-espresso/machines/", "/m/member/", "/m/member/replies/", "/roles/",
            topic.get_absolute_url()]  # fmt: skip


SESSIONS = [
    "sessionid={}", " sessionid={}", "sessionid={};", ";;sessionid={}", "a=b;sessionid={}", "a;sessionid={}",
    "sessionid=; sessionid={}", "sessionid={}; sessionid=", "\tsessionid={}", "sessionid ={}", 'sessionid="{}"',
    "\xa0sessionid={}", "\x85sessionid={}", "consent=x; sessionid={}", "=a; sessionid={}", "sessionid={}\x00",
    "csrftoken=" + "b" * 32 + "; sessionid={}", "x=" + "y" * 5000 + "; sessionid={}",
]  # fmt: skip


@pytest.mark.parametrize("cookie", SESSIONS)
def test_whoever_brings_a_session_gets_a_page_of_their_own(topic, session, cookie):
    """And leaves nothing of it behind."""
    process = Process()
    path = topic.get_absolute_url()
    own = process.get(path, HTTP_COOKIE=cookie.format(session))
    kept = process.get(path)
    assert kept.is_kept and "Secret" not in kept.text
    again = process.get(path, HTTP_COOKIE=cookie.format(session))
    for mine in (own, again):
        assert not mine.is_kept
        assert "private, no-cache" not in mine.headers.get("cache-control", "")


def test_sweep_of_all_kept_pages(topic, session, secret):
    """A member walks through everything, before, between and after; visitors find no trace of it."""
    process = Process()
    tokens = set()
    for turn in range(2):
        for place in places(topic):
            own = process.get(place, HTTP_COOKIE=f"sessionid={session}")
            assert own.status == 200
            if turn == 0 and not place.startswith("/feeds"):
                assert "Zz Secret" in own.text
            tokens |= set(own.text.split('x-csrftoken": "')[1:2])
            kept = process.get(place)
            assert kept.is_kept, place
            assert not kept.cookies
            for trace in ("zz-secret", "Zz Secret", secret.email, session, "csrfmiddlewaretoken"):
                assert trace not in kept.text, (place, trace)
                assert trace not in str(kept.headers)
            assert not any(token[:64] in kept.text for token in tokens if token)


HOSTILE = [
    {"HTTP_X_FORWARDED_HOST": f"{MARK}.example"}, {"HTTP_FORWARDED": f"host={MARK}.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"}, {"HTTP_X_FORWARDED_FOR": MARK}, {"HTTP_X_FORWARDED_PREFIX": f"/{MARK}"},
    {"HTTP_X_ORIGINAL_URL": f"/{MARK}/"}, {"HTTP_X_REWRITE_URL": f"/{MARK}/"}, {"HTTP_X_HOST": f"{MARK}.example"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"}, {"HTTP_X_HTTP_METHOD": "DELETE"}, {"HTTP_REFERER": f"https://{MARK}.example/"},
    {"HTTP_USER_AGENT": f"Mozilla/5.0 {MARK}"}, {"HTTP_ACCEPT_LANGUAGE": f"{MARK}, de;q=0.5"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000}, {"HTTP_ACCEPT": f"text/{MARK}"}, {"HTTP_ORIGIN": f"https://{MARK}.example"},
    {"HTTP_COOKIE": f"csrftoken={MARK * 6}"}, {"HTTP_COOKIE": f"consent={MARK}"}, {"HTTP_COOKIE": f"browser={MARK}"},
    {"HTTP_COOKIE": f"messages={MARK}"}, {"HTTP_COOKIE": f"django_language={MARK}"}, {"HTTP_COOKIE": f"theme={MARK}"},
    {"HTTP_COOKIE": f"way={MARK}"}, {"HTTP_AUTHORIZATION": f"Basic {MARK}"}, {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": MARK}, {"HTTP_HX_CURRENT_URL": f"http://localhost/{MARK}"},
    {"HTTP_SEC_GPC": "1"}, {"HTTP_ACCEPT_ENCODING": f"{MARK}, gzip"}, {"HTTP_RANGE": "bytes=0-9"},
    {"QUERY_STRING": f"utm_campaign={MARK}"}, {"QUERY_STRING": f"next={MARK}"}, {"QUERY_STRING": f"after={MARK}"},
    {"QUERY_STRING": "after=1&after=2"}, {"QUERY_STRING": f"after=1&utm_source={MARK}"}, {"QUERY_STRING": "%00=1"},
    {"QUERY_STRING": "after=%00"}, {"QUERY_STRING": "after=%ff"}, {"QUERY_STRING": "a=" + "b" * 5000},
    {"QUERY_STRING": "&".join(f"p{n}=1" for n in range(2000))}, {"QUERY_STRING": f"%61fter=1&x={MARK}"},
    {"QUERY_STRING": MARK}, {"QUERY_STRING": f"utm_source=a;after={MARK}"}, {"CONTENT_LENGTH": "5"},
    {"HTTP_HOST": f"{MARK}.example"}, {"HTTP_HOST": "localhost:81"}, {"HTTP_HOST": "LOCALHOST"}, {"HTTP_HOST": ""},
    {"HTTP_HOST": f"localhost/{MARK}"}, {"HTTP_HOST": f"localhost@{MARK}.example"}, {"SCRIPT_NAME": f"/{MARK}"},
    {"wsgi.url_scheme": "https"}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"HTTP_TRANSFER_ENCODING": "chunked"}, {"SERVER_NAME": f"{MARK}.example"}, {"REMOTE_ADDR": MARK},
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_nobody_gets_what_a_stranger_slipped_in(topic, hostile):
    """The hostile request is the first, while nothing is kept; in its process and in another the page is the same."""
    expected = {path: Process().get(path).text for path in (topic.get_absolute_url(), "/latest/")}
    for path, text in expected.items():
        process = Process()
        process.get(path, **hostile)
        process.get(path, method="HEAD", **hostile)
        for each in (process, Process()):
            got = each.get(path)
            assert got.status == 200 and MARK not in got.text + str(got.headers)
            assert got.text == text
            assert not got.cookies


def test_a_trail_is_dropped_and_a_stranger_to_us_goes_to_django(topic):
    process = Process()
    path = topic.get_absolute_url()
    plain = process.get(path)
    assert process.get(path, "utm_source=mail&utm_campaign=x").raw == plain.raw
    assert process.get(path, "gclid=1").raw == plain.raw
    assert len(process.made) == 1
    assert not process.get(path, "unknown=1").is_kept
    assert process.get(path, "after=1").text != plain.text
    assert process.get(path, "after=1&utm_source=a").raw == process.get(path, "after=1").raw


def test_hosts_and_schemes_are_kept_apart(topic, settings):
    process = Process()
    path = topic.get_absolute_url()
    one, two = process.get(path), process.get(path, HTTP_HOST="localhost:8000")
    assert "//localhost/live/" in one.text and "//localhost:8000/live/" in two.text
    three = process.get(path, **{"wsgi.url_scheme": "https"})
    assert "wss://localhost/live/" in three.text
    assert process.get(path, HTTP_HOST="evil.example").status == 400
    for other in ("localhost:81", "LocalHost", "localhost."):  # any number of names
        assert process.get(path, HTTP_HOST=other).status == 200
        assert not process.get(path, HTTP_HOST=other).is_kept


def test_the_proxys_word_counts_where_it_is_trusted(topic, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    process = Process()
    path = topic.get_absolute_url()
    secure = process.get(path, HTTP_X_FORWARDED_PROTO="https")
    assert "wss://" in secure.text
    assert "wss://" not in process.get(path, HTTP_X_FORWARDED_PROTO="http").text
    assert "wss://" not in process.get(path).text


def test_pieces_are_not_taken_for_pages(topic):
    process = Process()
    page = process.get("/m/member/replies/")
    piece = process.get("/m/member/replies/", HTTP_HX_REQUEST="true")
    assert page.is_kept and not piece.is_kept
    assert "<html" in page.text and "<html" not in piece.text
    assert "<html" in process.get("/m/member/replies/").text


def test_consent_line_stands_until_it_is_answered(topic):
    process, path = Process(), topic.get_absolute_url()
    asked = process.get(path)
    assert 'id="consent"' in asked.text
    browser = Client()
    browser.post("/consent/", {"answer": "refuse"}, headers={"Origin": "http://testserver"})
    cookie = f"consent={browser.cookies['consent'].value}"
    refused = process.get(path, HTTP_COOKIE=cookie)
    assert refused.is_kept and 'id="consent"' not in refused.text
    assert process.get(path, HTTP_SEC_GPC="1").raw == refused.raw
    assert process.get(path).raw == asked.raw
    assert not process.get(path, HTTP_COOKIE=f"{cookie}x").is_kept
    assert 'id="consent"' in process.get(path, HTTP_COOKIE="consent=x").text


def test_a_members_consent_cookie_is_nobodys(topic, member):
    client = Client()
    client.force_login(member)
    client.post("/consent/", {"answer": "accept"}, headers={"Origin": "http://testserver"})
    cookie = f"consent={client.cookies['consent'].value}"
    assert not Process().get(topic.get_absolute_url(), HTTP_COOKIE=cookie).is_kept


def test_a_private_community_shows_nothing_that_was_kept(topic, django_capture_on_commit_callbacks):
    one, two = Process(), Process()
    for each in (one, two):
        assert each.get(topic.get_absolute_url()).status == 200
    with django_capture_on_commit_callbacks(execute=True):
        Entrance.objects.update_or_create(pk=1, defaults={"is_private": True})
        forget_entrance()
    for each in (one, two):
        each.hear()
        got = each.get(topic.get_absolute_url())
        assert got.status == 302 and "/accounts/login/" in got.headers["location"]
        assert each.get("/feeds/articles.xml", HTTP_ACCEPT="*/*").status == 403


def test_private_topics_are_never_kept(private_board, insider):
    hidden = open_topic(
        author=insider, board=private_board, kind="question", title="Prototype", source="Shh."
    )
    process = Process()
    for _turn in range(2):
        got = process.get(hidden.get_absolute_url())
        assert got.status == 404 and not got.is_kept
    assert len(process.layer.memory) == 0


def test_encodings_and_tags(topic):
    process, path = Process(), topic.get_absolute_url()
    plain = process.get(path)
    tags = {plain.headers["etag"]}
    for accepted, expected in [
        ("gzip, deflate, br, zstd", "zstd"), ("gzip, br", "br"), ("gzip", "gzip"), ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("identity", ""), ("zstd;q=0, br;q=0, gzip;q=0", ""), ("*", "zstd"), ("*;q=0", ""), ("br;q=oops", ""),
    ]:  # fmt: skip
        got = process.get(path, HTTP_ACCEPT_ENCODING=accepted)
        assert got.headers.get("content-encoding", "") == expected, accepted
        assert got.body == plain.body
        assert int(got.headers["content-length"]) == len(got.raw)
        assert "Accept-Encoding" in got.headers["vary"] and "Cookie" in got.headers["vary"]
        tags.add(got.headers["etag"])
    assert len(tags) == 4 and not any(tag.startswith("W/") for tag in tags)
    assert len(process.made) == 1


def test_who_has_it_is_told_so(topic, outsider, django_capture_on_commit_callbacks):
    process, path = Process(), topic.get_absolute_url()
    tag = process.get(path).headers["etag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        got = process.get(path, HTTP_IF_NONE_MATCH=said)
        assert (got.status, got.raw, got.headers["etag"]) == (304, b"", tag)
    assert process.get(path, HTTP_IF_NONE_MATCH='"other"').status == 200
    with django_capture_on_commit_callbacks(execute=True):
        reply(author=outsider, topic=topic, source="Or the gasket.")
    process.hear()
    assert process.get(path, HTTP_IF_NONE_MATCH=tag).status == 200


def test_head_is_a_page_without_its_body_and_ranges_are_whole(topic):
    process, path = Process(), topic.get_absolute_url()
    page = process.get(path)
    head = process.get(path, method="HEAD")
    assert head.raw == b"" and head.headers == page.headers
    whole = process.get(path, HTTP_RANGE="bytes=0-9")
    assert whole.status == 200 and whole.raw == page.raw
    assert process.get(path, method="POST").status in (403, 405)


def test_article_is_kept_and_goes_when_it_is_withdrawn(
    space, evangelist, django_capture_on_commit_callbacks
):
    article = Article.objects.create(
        space=space, author=evangelist, title="On grinders", slug="on-grinders", standfirst="s",
        source="Text.", html="<p>Text.</p>",
    )  # fmt: skip
    publish_article(article=article, member=evangelist)
    process = Process()
    assert process.get("/articles/on-grinders/").is_kept
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_article(article=article, member=evangelist)
    process.hear()
    assert process.get("/articles/on-grinders/").status == 404
