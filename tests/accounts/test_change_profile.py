"""What one says of oneself, and who sees which part of it: the page, fragments, author pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import change_profile
from accounts.models import Audience, Member, Part, ProfileLink, Role
from accounts.showing.profiles import may_see_part, visible_profile
from events.models import Event
from forums import actions as forums
from spaces.models import SpaceRole

pytestmark = pytest.mark.django_db

WORDS = {"bio": "zqbioxk", "location": "zqplacexk", "pronouns": "zqpronounsxk", "links": "zqlinkxk"}


def described(member: Member, **shown_to: str) -> Member:
    return change_profile(
        member=member, name="Mem", bio=WORDS["bio"], location=WORDS["location"],
        pronouns=WORDS["pronouns"], links=[(WORDS["links"], "https://a.example/")], shown_to=shown_to,
    )  # fmt: skip


def seen(client, address="/m/member/") -> set[str]:
    page = client.get(address).content.decode()
    return {part for part, word in WORDS.items() if word in page}


class TestThePage:
    def test_everything_is_seen_unless_said_otherwise(self, client, member):
        described(member)
        assert seen(client) == set(WORDS)
        page = client.get("/m/member/").content.decode()
        assert 'href="https://a.example/" rel="nofollow ugc noopener"' in page

    @pytest.mark.parametrize("part", sorted(WORDS))
    def test_each_part_is_kept_by_itself(self, client, member, outsider, part):
        described(member, **{part: "members"})
        assert seen(client) == set(WORDS) - {part}
        client.force_login(outsider)
        assert seen(client) == set(WORDS)
        described(member, **{part: "nobody"})
        assert seen(client) == set(WORDS) - {part}
        client.force_login(member)
        assert seen(client) == set(WORDS)

    def test_a_page_for_members_says_so_kindly_to_visitors(self, client, member, outsider):
        described(member, page="members")
        answer = client.get("/m/member/")
        assert answer.status_code == 200
        assert seen(client) == set()
        assert b"shows their profile to members" in answer.content
        assert b"noindex" in answer.content
        assert b"here since" not in answer.content
        client.force_login(outsider)
        assert seen(client) == set(WORDS)

    def test_when_one_joined_may_be_kept(self, client, member):
        assert b"here since" in client.get("/m/member/").content
        described(member, joined="nobody")
        assert b"here since" not in client.get("/m/member/").content

    def test_links_of_newcomers_are_seen_by_themselves_alone(self, client, member):
        described(member)
        Member.objects.filter(pk=member.pk).update(trust=0)
        change_profile(
            member=member,
            name="Mem",
            bio="see https://spam.example/",
            links=[("x", "https://spam.example/")],
        )
        assert b'href="https://spam.example' not in client.get("/m/member/").content
        client.force_login(member)
        assert b'href="https://spam.example/"' in client.get("/m/member/").content

    def test_words_in_markup_stay_words(self, client, member):
        hostile = '"><script>alert(1)</script>'
        change_profile(
            member=member, name=hostile, bio=hostile, location=hostile, pronouns="<b>",
            links=[(hostile, 'https://a.example/"><script>')],
        )  # fmt: skip
        assert b"<script>alert" not in client.get("/m/member/").content

    def test_an_audience_nobody_understands_is_nobody(self, member, outsider):
        member.shown_to = {"bio": "friends"}
        assert not may_see_part(outsider, member, Part.BIO)
        assert visible_profile(member, outsider).bio == ""

    def test_costs_the_same_with_much_activity(self, client, member, outsider, board):
        def count() -> int:
            client.get("/m/member/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/m/member/")
            return len(queries)

        topic = forums.open_topic(
            author=outsider, board=board, kind="question", title="Why drip?", source="Hm."
        )
        forums.reply(author=member, topic=topic, source="So.")
        before = count()
        for _ in range(5):
            forums.reply(author=member, topic=topic, source="So.")
        described(member)
        assert count() == before


class TestBadges:
    def test_each_leads_to_what_it_means(self, client, manager, evangelist, space):
        meanings = client.get("/roles/").content.decode()
        for handle, role in (("manager", "manager"), ("evangelist", "evangelist")):
            assert f'href="/roles/#{role}"' in client.get(f"/m/{handle}/").content.decode()
            assert f'id="{role}"' in meanings

    def test_roles_in_closed_spaces_are_not_told(self, client, member, insider, private_space):
        SpaceRole.objects.create(space=private_space, member=member, role=Role.MANAGER)
        assert b"Testers" not in client.get("/m/member/").content
        client.force_login(insider)
        assert b"Testers" in client.get("/m/member/").content


class TestActivity:
    LISTS = ("conversations", "replies", "solutions")

    @pytest.fixture
    def solved(self, member, outsider, board):
        topic = forums.open_topic(
            author=outsider, board=board, kind="question", title="Why zqtopicxk?", source="Hm."
        )
        forums.mark_solution(
            by=outsider, post=forums.reply(author=member, topic=topic, source="Clean **it**.")
        )
        return topic

    @pytest.mark.parametrize("kind", LISTS)
    def test_is_shown_whole_and_as_a_part(self, client, solved, kind):
        whole = client.get(f"/m/member/{kind}/").content
        part = client.get(f"/m/member/{kind}/", headers={"HX-Request": "true"}).content
        assert b"zqtopicxk" in whole
        assert b"zqtopicxk" in part
        assert b"<html" in whole
        assert b"<html" not in part

    @pytest.mark.parametrize("kind", LISTS)
    def test_is_nowhere_when_kept(self, client, solved, member, outsider, kind):
        described(member, activity="members")
        assert client.get(f"/m/member/{kind}/").status_code == 404
        assert b"/m/member/conversations/" not in client.get("/m/member/").content
        client.force_login(outsider)
        assert client.get(f"/m/member/{kind}/").status_code == 200

    def test_holds_nothing_of_closed_places(self, client, insider, private_board):
        topic = forums.open_topic(
            author=insider,
            board=private_board,
            kind="question",
            title="Why zqsecretxk?",
            source="x",
        )
        forums.reply(author=insider, topic=topic, source="zqsecretxk")
        for kind in self.LISTS:
            assert b"zqsecretxk" not in client.get(f"/m/insider/{kind}/").content
        assert b"<dt>" not in client.get("/m/insider/").content

    def test_counts_what_others_thanked_for(self, client, solved, member, outsider):
        forums.thank(by=outsider, post=solved.posts.get(number=2))
        page = " ".join(client.get("/m/member/").content.decode().split())
        for words, count in (("Posts", 1), ("Solutions", 1), ("Thanks received", 1)):
            assert f"<dt>{words}</dt><dd>{count}</dd>" in page

    @pytest.mark.parametrize("show", ["", "replies", "solutions", "articles", "<script>"])
    def test_each_tab_is_an_address(self, client, member, show):
        answer = client.get("/m/member/", {"show": show})
        assert answer.status_code == 200
        assert b'<script>"' not in answer.content


class TestSaying:
    FORM = {"name": "Mem", "bio": "Hello", "pronouns": "they", "location": "Kobe"}

    def test_saved_with_a_word_and_told_to_others(self, client, member):
        client.force_login(member)
        form = self.FORM | {
            "link_url_0": "https://b.example/me", "link_label_0": "", "link_url_3": "c.example",
            "link_label_3": "Blog", "see_bio": "nobody", "see_page": "members",
        }  # fmt: skip
        answer = client.post("/me/", form, follow=True)
        assert "Saved." in answer.content.decode()
        member.refresh_from_db()
        assert (member.bio, member.pronouns, member.location) == ("Hello", "they", "Kobe")
        assert [(str(link), link.url) for link in member.links.all()] == [
            ("b.example/me", "https://b.example/me"), ("Blog", "https://c.example"),
        ]  # fmt: skip
        assert (member.shown_to["bio"], member.shown_to["page"]) == ("nobody", "members")
        assert Event.objects.filter(kind__endswith="ProfileChanged").count() == 1

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "ftp://a.example/",
            "https://bank.example@evil.example/",
            "not an address",
        ],
    )
    def test_only_plain_web_addresses_are_taken(self, client, member, address):
        client.force_login(member)
        answer = client.post("/me/", self.FORM | {"link_url_0": address})
        assert answer.status_code == 422
        assert 'class="error' in answer.content.decode()
        assert not ProfileLink.objects.exists()

    def test_a_page_is_not_for_oneself_alone(self, client, member):
        client.force_login(member)
        assert client.post("/me/", self.FORM | {"see_page": "nobody"}).status_code == 422

    def test_no_name_is_refused_and_the_rest_is_kept_on_the_form(self, client, member):
        client.force_login(member)
        answer = client.post("/me/", self.FORM | {"name": ""})
        assert answer.status_code == 422
        assert b"Kobe" in answer.content
        assert set(Audience.values) == {"everyone", "members", "nobody"}
