"""Articles as they are read: pages, front page, feeds, covers."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Member, Role
from content.actions import publish_article
from content.models import Article
from spaces.models import Space, SpaceRole
from tests.content.conftest import TEXT, picture, write

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '"><script>alert(1)</script> & co'


def see(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(f"content:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def test_article_page_has_its_parts_and_leads_to_the_conversation(
    client: Client, article: Article
) -> None:
    page = see(client, "article", "dialling-in")

    assert "<h1>Dialling in</h1>" in page
    assert "Three shots and you are there." in page
    assert "1 min read" in page
    assert article.topic.get_absolute_url() in page  # works without scripts
    assert reverse("forums:conversation", args=[article.topic_id]) in page
    assert f'og:url" content="{settings.SITE_URL}/articles/dialling-in/"' in page


def test_conversation_leads_back_to_the_article(client: Client, article: Article) -> None:
    page = client.get(article.topic.get_absolute_url()).content.decode()

    head = page.partition("topic-head")[2].partition("</header>")[0]
    assert article.get_absolute_url() in head


@pytest.mark.parametrize("name", ["article", "article_edit"])
def test_drafts_of_others_are_not_found(
    client: Client, draft: Article, manager: Member, name: str
) -> None:
    SpaceRole.objects.create(space=draft.space, member=manager, role=Role.EVANGELIST)
    client.force_login(manager)

    see(client, name, draft.slug, status=404)
    assert "Dialling in" not in see(client, "articles")


def test_author_sees_the_draft_in_the_list(
    client: Client, draft: Article, evangelist: Member
) -> None:
    client.force_login(evangelist)

    assert "Only you see these" in see(client, "articles")
    assert "A draft: only you see it." in see(client, "article", draft.slug)


def test_article_of_a_private_space_is_nowhere_for_outsiders(
    client: Client, private_space: Space, insider: Member, outsider: Member
) -> None:
    SpaceRole.objects.create(space=private_space, member=insider, role=Role.EVANGELIST)
    article = publish_article(
        member=insider, article=write(insider, private_space, "Prototype nine")
    )

    for who, status in [(None, 404), (outsider, 404), (insider, 200)]:
        if who:
            client.force_login(who)
        see(client, "article", article.slug, status=status)
        see(client, "author", insider.handle, status=status)
        there = status == 200
        assert ("Prototype nine" in see(client, "articles")) is there
        assert ("Prototype nine" in client.get(reverse("home")).content.decode()) is there
        assert "Prototype nine" not in see(client, "feed")
        see(client, "space_feed", private_space.slug, status=404)


def test_front_page_shows_the_newest_big(client: Client, article: Article) -> None:
    newer = write(article.author, article.space, "Newer still")
    publish_article(member=article.author, article=newer)

    page = client.get(reverse("home")).content.decode()

    lead = page.partition("lead-story")[2].partition("</article>")[0]
    assert "Newer still" in lead
    assert "Dialling in" in page


def test_author_page_lists_what_they_published(client: Client, article: Article) -> None:
    assert "Dialling in" in see(client, "author", "evangelist")
    see(client, "author", "nobody", status=404)


def test_feed_has_absolute_links_and_safe_titles(
    client: Client, article: Article, evangelist: Member, space: Space
) -> None:
    odd = write(evangelist, space, HOSTILE, standfirst="a < b & \x0b c")
    publish_article(member=evangelist, article=odd)

    for address in ("/feeds/articles.xml", "/feeds/home-espresso.xml"):
        response = client.get(address)
        assert response["Content-Type"].startswith("application/atom+xml")
        root = ElementTree.fromstring(response.content)
        entries = root.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == [HOSTILE, "Dialling in"]
        assert entries[0].findtext(f"{ATOM}summary") == "a &lt; b &amp;  c"
        links = [link.get("href") for link in root.iter(f"{ATOM}link")]
        assert links
        assert all(link.startswith(settings.SITE_URL) for link in links)


def test_feed_leaves_out_drafts(client: Client, draft: Article) -> None:
    assert "Dialling in" not in see(client, "feed")


def test_hostile_title_stays_text_on_every_page(
    client: Client, evangelist: Member, space: Space, board
) -> None:
    odd = publish_article(
        member=evangelist,
        article=write(evangelist, space, HOSTILE, standfirst=HOSTILE, source=HOSTILE),
    )
    addresses = [
        odd.get_absolute_url(),
        reverse("content:articles"),
        reverse("content:author", args=["evangelist"]),
        reverse("home"),
        odd.topic.get_absolute_url(),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page


def test_lists_take_the_same_queries_for_twice_as_many(
    client: Client, article: Article, django_assert_max_num_queries, evangelist: Member
) -> None:
    def queries(address: str) -> int:
        with django_assert_max_num_queries(40) as captured:
            client.get(address)
        return len(captured)

    addresses = [reverse("content:articles"), reverse("home"), reverse("content:author", args=["evangelist"])]  # fmt: skip
    for number in range(3):
        _publish(evangelist, article.space, f"One {number}")
    client.get(addresses[0])  # what a process remembers is read by its first page
    before = [queries(address) for address in addresses]
    for number in range(4):
        _publish(evangelist, article.space, f"Two {number}")

    assert [queries(address) for address in addresses] == before


def test_list_goes_on_where_the_page_ended(client: Client, article: Article) -> None:
    for number in range(25):
        _publish(article.author, article.space, f"Number {number:02}")

    first = see(client, "articles")
    assert "Number 24" in first
    assert "Number 00" not in first
    older = first.partition("?before=")[2].partition('"')[0]
    second = client.get(reverse("content:articles"), {"before": older}).content.decode()
    assert "Number 00" in second
    assert "Number 24" not in second


def _publish(author: Member, space: Space, title: str) -> None:
    publish_article(member=author, article=write(author, space, title))


def _form(space: Space, **more: object) -> dict[str, object]:
    return {
        "key": "7c8b1bd4-5c0c-4f55-9a3e-2a3d0c3b7a11",
        "space": space.pk,
        "title": "Steam",
        "standfirst": "Hot.",
        "source": TEXT,
    } | more


def test_evangelist_previews_then_publishes_with_a_cover(
    client: Client, evangelist: Member, space: Space, board, outsider: Member
) -> None:
    client.force_login(evangelist)
    address = reverse("content:article_new")

    preview = client.post(address, _form(space, cover_file=picture(), preview="1"))
    page = preview.content.decode()
    assert "This is how it will read" in page
    assert not Article.objects.exists()
    kept = preview.context["form"].data["cover"]
    assert kept in page

    saved = client.post(address, _form(space, cover=kept, save="1"), follow=True)
    article = Article.objects.get()
    assert "A draft: only you see it." in saved.content.decode()
    cover = article.cover.address
    stranger = Client()
    stranger.force_login(outsider)
    assert client.get(cover).status_code == 200
    assert stranger.get(cover).status_code == 404
    assert Client().get(cover).status_code == 404

    client.post(reverse("content:publication", args=[article.slug]))
    assert stranger.get(cover).status_code == 200
    assert Client().get(cover).status_code == 200


def test_publish_pressed_twice_makes_one_article(
    client: Client, evangelist: Member, space: Space, board
) -> None:
    client.force_login(evangelist)

    for _ in range(2):
        response = client.post(reverse("content:article_new"), _form(space, publish="1"))
        assert response.status_code == 302

    assert Article.objects.get().is_published
    assert Article.objects.get().topic.posts.count() == 1


def test_cover_of_somebody_else_is_refused(
    client: Client, evangelist: Member, space: Space, member: Member
) -> None:
    SpaceRole.objects.create(space=space, member=member, role=Role.EVANGELIST)
    client.force_login(member)
    preview = client.post(
        reverse("content:article_new"), _form(space, cover_file=picture(), preview="1")
    )
    theirs = preview.context["form"].data["cover"]
    client.force_login(evangelist)

    response = client.post(reverse("content:article_new"), _form(space, cover=theirs, save="1"))

    assert response.status_code == 422
    assert not Article.objects.exists()


def test_file_that_is_no_picture_is_refused_in_words(
    client: Client, evangelist: Member, space: Space
) -> None:
    client.force_login(evangelist)
    file = picture()
    file.file.seek(0)
    file.file.write(b"nonsense")
    file.file.seek(0)

    response = client.post(reverse("content:article_new"), _form(space, cover_file=file, save="1"))

    assert response.status_code == 422
    assert response.context["form"].errors["cover_file"]


def test_editing_keeps_and_removes_the_cover(
    client: Client, evangelist: Member, space: Space
) -> None:
    client.force_login(evangelist)
    client.post(reverse("content:article_new"), _form(space, cover_file=picture(), save="1"))
    article = Article.objects.get()
    address = reverse("content:article_edit", args=[article.slug])
    form = _form(space, cover=str(article.cover_id), source="New words", save="1")

    client.post(address, form)
    article.refresh_from_db()
    assert article.cover is not None
    assert "New words" in article.html

    client.post(address, form | {"no_cover": "on"})
    article.refresh_from_db()
    assert article.cover is None


def test_members_have_no_way_to_write(client: Client, article: Article, member: Member) -> None:
    client.force_login(member)

    see(client, "article_new", status=403)
    see(client, "article_edit", article.slug, status=403)
    assert client.post(reverse("content:publication", args=[article.slug])).status_code == 403
    assert "Write an article" not in see(client, "articles")
    assert (
        client.post(
            reverse("content:publication", args=[article.slug]), {"withdraw": "1"}
        ).status_code
        == 403
    )


def test_evangelists_find_the_way_to_write(
    client: Client, evangelist: Member, space: Space
) -> None:
    client.force_login(evangelist)

    assert reverse("content:article_new") in client.get(reverse("home")).content.decode()
