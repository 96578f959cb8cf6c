"""A small whole community with something secret in every corner, for tests that walk all addresses."""

import io
import itertools
import uuid
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image
from taggit.models import Tag

from accounts.actions import (
    cancel_deletion,
    change_profile,
    invite,
    keep_act,
    make_export,
    request_deletion,
    request_export,
)
from accounts.actions.questions import answer_question, save_question
from accounts.middleware import COOKIE, SALT
from accounts.models import Browser, Claim, Export, IdentityProvider, InvitationBatch, Member
from accounts.privacy.belongings import sections
from accounts.privacy.deletion_mails import staying_path
from accounts.waiting.claiming import claim_path
from analytics.models import Lead, SupportIntent
from content.actions import add_asset, publish_article, write_article
from content.models import Asset
from events.actions import deliver
from events.models import Event
from forums.actions import (
    delete_post,
    edit_post,
    hide_post,
    mark_solution,
    open_topic,
    reply,
    save_draft,
)
from forums.actions.kinds import (
    PollWish,
    change_idea_status,
    open_poll,
    vote_for_idea,
    vote_in_poll,
)
from forums.curating.changing import retag_topic
from forums.curating.holding import pin_topic
from forums.curating.timers import set_timer
from forums.keeping.bookmarks import keep_post
from forums.models import Board, BoardAccess, Bookmark, TagChange, Topic
from forums.reading.marking import mark_all_read
from forums.tagging.keeping import describe_tag
from forums.wording.acts import strike_out
from governance.actions import advance_proposals, cast_ballot, establish_policy
from integrations.models import ImportedPost, ImportRun, ImportSource
from moderation.actions import hide_post as decide_to_hide
from moderation.actions import report_post
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url
from spaces.models import Space
from support.actions import answer_case, offer_answers, open_answer, open_case, save_enquiry
from support.following import follow_path
from support.models import Case
from tests.analytics.conftest import agree, touch
from tests.governance.conftest import BEFORE, make_old, make_proposal
from uploads.actions import store_image, store_upload


def canary(name: str) -> str:
    """A word that the database's stemmer leaves alone and that stands nowhere else."""
    return f"zq{name}xk"


@dataclass
class World:
    """What an address may name: the arguments of each URL, and where each canary lives."""

    args: dict[str, list[dict[str, object] | str]] = field(default_factory=dict)
    browser: Browser | None = None
    facts: dict[str, object] = field(default_factory=dict)

    def __getattr__(self, name: str):
        try:
            return self.__dict__["facts"][name]
        except KeyError as error:
            raise AttributeError(name) from error


def url_names() -> dict[str, URLPattern]:
    """Every named address of the project, allauth's included."""
    found: dict[str, URLPattern] = {}

    def walk(patterns: list, prefix: str) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                walk(each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)
            elif each.name:
                found[f"{prefix}{each.name}"] = each

    walk(get_resolver().url_patterns, "")
    return found


_arrivals = itertools.count()


def unused_address() -> str:
    """A network address that nobody came from yet, so that the pace of sign-in is not what answers."""
    number = next(_arrivals)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def signed_in(member: Member | None) -> Client:
    """A browser at an address of its own."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=unused_address())
    if member:
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def with_browser(client: Client, browser: Browser) -> Client:
    client.cookies[COOKIE] = signing.Signer(salt=SALT).sign(str(browser.pk))
    return client


def picture() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, "PNG")
    return SimpleUploadedFile("cup.png", target.getvalue(), "image/png")


def deliver_all() -> None:
    """Let every subscriber hear of everything that was published, oldest first."""
    for _ in range(4):
        for event in Event.objects.unsettled().order_by("pk"):
            assert deliver(event_id=event.pk), list(
                event.deliveries.values_list("subscriber", "error")
            )


def made_export(member: Member) -> Export:
    export = request_export(member=member)
    assert make_export(export_id=export.pk)
    return export


def staying_token(member: Member) -> str:
    """The address in the mail about a deletion that was called off."""
    deletion = request_deletion(member=member, takes_posts=False)
    cancel_deletion(deletion=deletion)
    return staying_path(deletion).rstrip("/").split("/")[-1]


def ask(author: Member, board: Board, word: str, kind: str = "question") -> Topic:
    return open_topic(
        author=author, board=board, kind=kind, title=f"Grinder {canary(word)} stalls",
        source=f"The grinder {canary(word)} stalls at once.", tags=[canary(word)],
    )  # fmt: skip


@pytest.fixture
def world(
    settings, member, outsider, insider, evangelist, manager, agent, executive, administrator,
    space, board, private_space, private_board,
) -> World:  # fmt: skip
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    everybody = {
        "member": member, "outsider": outsider, "insider": insider, "evangelist": evangelist,
        "manager": manager, "agent": agent, "executive": executive, "administrator": administrator,
    }  # fmt: skip
    world = World(facts=dict(everybody))
    browser = world.browser = Browser.objects.create()
    Space.objects.filter(pk=private_space.pk).update(
        tagline=canary("privatetagline"), about=canary("privateabout")
    )

    change_profile(
        member=insider, name=insider.name, bio=canary("ownbio"), location=canary("membersplace"),
        pronouns=canary("ownpronouns"), links=[(canary("memberslink"), "https://a.example/")],
        shown_to={"bio": "nobody", "location": "members", "pronouns": "nobody", "links": "members"},
    )  # fmt: skip

    # Conversations: an open one, and what is private, hidden, deleted
    topic = ask(member, board, "open")
    poll = open_poll(
        by=member, topic=topic, wish=PollWish(options=["The burrs", "The motor"], is_secret=False)
    )
    vote_in_poll(by=outsider, poll=poll, choices=[poll.options.all()[0].pk])
    idea = ask(member, board, "open", kind="idea")
    vote_for_idea(by=outsider, topic=idea)
    change_idea_status(by=manager, topic=idea, status="planned", source="In spring.")
    answered = reply(
        author=outsider, topic=topic, source=f"Clean it. {canary('openreply')} @member"
    )
    mark_solution(by=member, post=answered)
    private = ask(insider, private_board, "private")
    open_poll(by=insider, topic=private, wish=PollWish(options=[canary("private"), "Another"]))
    private_reply = reply(
        author=insider, topic=private, source=f"Solder it {canary('privatereply')}."
    )
    mark_solution(by=insider, post=private_reply)
    hidden_reply = reply(author=outsider, topic=topic, source=f"Fool! {canary('hiddenreply')}")
    report_post(reporter=member, post=hidden_reply, reason="unkind", note=canary("reportnote"))
    act = decide_to_hide(by=manager, post=hidden_reply, reason="Not in this tone.")
    deleted_reply = reply(author=outsider, topic=topic, source=f"Hm. {canary('deletedreply')}")
    delete_post(by=outsider, post=deleted_reply)
    hidden_topic = ask(outsider, board, "hiddentopic")
    hide_post(by=manager, post=hidden_topic.posts.get(), reason="An advert.")
    deleted_topic = ask(outsider, board, "deletedtopic")
    delete_post(by=outsider, post=deleted_topic.posts.get())
    reported = reply(author=outsider, topic=topic, source="Read the manual.")
    report_post(reporter=member, post=reported, reason="unkind", note=canary("reportnote"))
    private_act = decide_to_hide(by=manager, post=reply(
        author=insider, topic=private, source=f"No. {canary('privatehidden')}"
    ), reason=f"Not here {canary('privatereason')}")  # fmt: skip

    # A private board of an open space, and one below it
    council = Board.objects.create(
        space=space, slug="council", name=f"Council {canary('boardname')}", position=9,
        description=canary("boardname"), kinds=["question"], is_private=True,
        seen_by=["executive"], question_template=canary("boardname"),
    )  # fmt: skip
    minutes = Board.objects.create(
        space=space, parent=council, slug="minutes", name=f"Minutes {canary('boardname')}",
        kinds=["question"],
    )  # fmt: skip
    BoardAccess.objects.create(
        board=council, member=insider, granted_by=manager, reason=canary("boardwhy")
    )
    closed = ask(executive, council, "board")
    closed_reply = reply(author=insider, topic=closed, source=f"Aye. {canary('board')} @outsider")
    mark_solution(by=executive, post=closed_reply)
    below = ask(insider, minutes, "board")
    decide_to_hide(by=manager, post=reply(
        author=executive, topic=below, source=f"No. {canary('boardhidden')}"
    ), reason=f"Not here {canary('board')}")  # fmt: skip
    # What managers did to conversations
    pinned = pin_topic(by=manager, topic=topic)
    timer, private_timer = (
        set_timer(by=manager, topic=each, kind="quiet", days=30) for each in (topic, private)
    )
    retagged, council_retagged = (
        retag_topic(by=manager, topic=each, tags=[canary(word), "quiet"])
        for each, word in ((private, "private"), (closed, "board"))
    )

    for each in (topic.posts.get(number=1), answered):
        keep_post(by=member, post=each, note=canary("bookmarknote"))
    for post in (hidden_reply, private_reply, deleted_reply, closed_reply):
        Bookmark.objects.create(member=member, post=post, note=canary("bookmarknote"))
    describe_tag(by=manager, tag=Tag.objects.get(name=canary("open")), description="Grinders.")

    # What posts said before
    earlier = []
    for each, word in ((answered, "struckwords"), (private_reply, "privatereply")):
        said = each.source
        for source in (f"{said} {canary(word)}", said):
            edit_post(by=each.author, post=each, source=source)
        earlier.append(each.revisions.order_by("pk").last())
        strike_out(by=manager, revision=earlier[-1], reason="Somebody's address.")

    # Articles
    article = publish_article(
        member=evangelist,
        article=write_article(author=evangelist, space=space, title="Dialling in", source="Taste."),
    )
    draft = write_article(
        author=evangelist, space=space, title=f"Unfinished {canary('draftarticle')}",
        standfirst=canary("draftarticle"), source=canary("draftarticle"),
    )  # fmt: skip

    asset, private_asset = (
        add_asset(
            author=evangelist, space=space, title=title, description=title,
            file=SimpleUploadedFile("guide.pdf", b"%PDF-1.4 " + title.encode() + b"\n%%EOF\n"),
        )
        for title in ("Descaling guide", f"Prototype sheet {canary('privateasset')}")
    )  # fmt: skip
    Asset.objects.filter(pk=private_asset.pk).update(space=private_space)

    # A vote
    policy = establish_policy(
        member=manager, slug="house-rules", title="House rules", source=BEFORE, summary="Be kind."
    )
    make_old(manager, member)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    receipt = cast_ballot(member=member, proposal=proposal, choice="yes")

    # What somebody answered when asked
    question = save_question(
        by=administrator, text="What do you make coffee with?", why="To write about it.",
        kind="text", purpose="sales",
    )  # fmt: skip
    answer_question(member=insider, question=question, value=f"A {canary('profileanswer')}")

    # What waits in a browser, and what was sent to support
    save_draft(
        viewer=AnonymousUser(), browser_id=browser.pk, key=uuid.uuid4(), board=board, kind="question",
        title=f"About {canary('visitordraft')}", source=canary("visitordraft"),
    )  # fmt: skip
    save_draft(
        viewer=member, browser_id=None, key=uuid.uuid4(), board=board, kind="question",
        title=f"About {canary('memberdraft')}", source=canary("memberdraft"),
    )  # fmt: skip
    waiting = keep_act(
        key=uuid.uuid4(), browser_id=browser.pk, kind="forums.reply", facts={"topic": topic.pk},
        label=f"Reply {canary('visitorreply')}", text=canary("visitorreply"), back="/",
    )  # fmt: skip
    claim = Claim.objects.create(browser=browser, email="visitor@mail.example")
    enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=AnonymousUser(), browser_id=browser.pk,
        subject=f"Leak {canary('enquiry')}", text=canary("enquiry"),
    )  # fmt: skip
    offer_answers(enquiry=enquiry, topic_ids=[topic.pk])
    private_enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=insider, browser_id=Browser.objects.create().pk,
        subject=f"Valve {canary('case')}", text=canary("case"),
    )  # fmt: skip
    offer_answers(enquiry=private_enquiry, topic_ids=[private.pk])
    open_answer(offered=private_enquiry.offered.get())
    case = open_case(enquiry=private_enquiry)
    answer_case(
        by=agent, case=case, text=f"Mind: {canary('casenote')}", key=uuid.uuid4(), is_internal=True
    )
    answer_case(by=agent, case=case, text=f"Try {canary('caseanswer')}", key=uuid.uuid4())
    visitors = Case.objects.create(
        name=canary("visitorcase"), email="v@mail.example", subject=canary("visitorcase"),
        body=canary("visitorcase"),
    )  # fmt: skip

    way_in = IdentityProvider.objects.create(
        kind="openid_connect", slug="works", name="Works", client_id="hearth",
        secret=canary("clientsecret"), details={"issuer": "http://127.0.0.1:9"},
    )  # fmt: skip

    # Pictures, figures
    upload = store_image(file=(cup := picture()), name=cup.name, owner=insider, browser_id=None)
    notes = SimpleUploadedFile("notes.txt", f"Measured: {canary('privatefile')}".encode())
    file = store_upload(file=notes, name=notes.name, owner=insider, browser_id=None)
    private_picture = reply(
        author=insider, topic=private, source=f"{upload.markdown} {file.markdown}"
    )
    consents = agree(insider)
    touch(consents[0], "read_topic", topic=private, source=canary("touchsource"), via="referral")
    source = ImportSource.objects.create(site="old.example", board=private_board)
    run = ImportRun.objects.create(source=source, file_hash="0" * 64)
    for kind, old_id, post in (
        ("question", 1, topic.posts.get(number=1)), ("question", 2, private.posts.get(number=1)),
        ("answer", 3, answered), ("answer", 4, private_reply),
    ):  # fmt: skip
        ImportedPost.objects.create(source=source, run=run, kind=kind, old_id=old_id, post=post)
    invitation = invite(by=administrator)
    batch = InvitationBatch.objects.create(created_by=administrator)
    deliver_all()

    marked = mark_all_read(by=member, topics=Topic.objects.filter(pk=topic.pk))
    world.facts |= {
        "topic": topic, "reply": answered, "private": private, "private_reply": private_reply,
        "hidden_reply": hidden_reply, "deleted_reply": deleted_reply, "hidden_topic": hidden_topic,
        "deleted_topic": deleted_topic, "article": article, "draft": draft, "proposal": proposal,
        "enquiry": enquiry, "case": case, "visitors_case": visitors, "upload": upload, "file": file,
        "reported": reported, "receipt": receipt, "board": board, "space": space, "act": act,
    }  # fmt: skip

    topics = [
        {"topic_id": each.pk}
        for each in (topic, private, hidden_topic, deleted_topic, closed, below)
    ]
    posts = [
        {"post_id": each.pk}
        for each in (
            answered, private_reply, hidden_reply, deleted_reply, reported, private_picture,
            hidden_topic.posts.get(), deleted_topic.posts.get(), private.posts.get(number=1),
            topic.posts.get(number=1), closed_reply, below.posts.get(number=1),
            closed.posts.get(number=1),
        )
    ]  # fmt: skip
    people = [{"handle": each.handle} for each in everybody.values()]
    cases = [{"number": case.number}, {"number": visitors.number}]
    timers = [{"timer_id": each.pk} for each in (timer, private_timer)]
    curations = [{"curation_id": each.pk} for each in (pinned, retagged, council_retagged)]
    acts = [{"act_id": each.pk} for each in (act, private_act)]
    enquiries = [{"enquiry_id": each.pk} for each in (enquiry, private_enquiry)]
    pair = [{"slug": article.slug}, {"slug": draft.slug}]
    files = [{"slug": asset.slug}, {"slug": private_asset.slug}]
    by_app = {
        "topic_id": topics,
        "post_id": posts,
        "handle": people,
        "number": cases,
        "act_id": acts,
        "curation_id": curations,
        "timer_id": timers,
        "revision_id": [{"revision_id": each.pk} for each in earlier],
    }
    world.args = {
        "accounts:kept_act": [{"key": str(waiting.pk)}],
        "accounts:claim": [{"token": claim_path(claim).rstrip("/").split("/")[-1]}],
        "spaces:brand_look": [{"version": 1}],
        "spaces:space_look": [{"slug": each.slug, "version": 1} for each in (space, private_space)],
        "spaces:studio_space": [{"slug": each.slug} for each in (space, private_space)],
        "accounts:question": [{"question_id": question.pk}],
        "accounts:question_edit": [{"question_id": question.pk}],
        "spaces:role_withdrawal": [
            {"where": "everywhere", "grant_id": manager.role_grants.get().pk},
            {"where": "space", "grant_id": evangelist.space_roles.get().pk},
        ],
        **{
            f"forums:{name}": [{"space": each.slug} for each in (space, private_space)]
            for name in ("boards", "board_new")
        },
        **{
            f"forums:board_{name}": [
                {"space": each.space.slug, "board": each.slug}
                for each in (board, council, minutes, private_board)
            ]
            for name in ("edit", "archive", "deletion", "readers")
        },
        "forums:board_reader_end": [
            {"space": space.slug, "board": "council", "access_id": each.pk}
            for each in BoardAccess.objects.all()
        ],
        "forums:tag_change_undo": [{"change_id": each.pk} for each in TagChange.objects.all()],
        **{
            f"forums:{name}": [{"slug": each.slug} for each in Tag.objects.order_by("name")]
            for name in ("tag_edit", "tag_synonyms", "tag_deletion")
        },
        "forums:tag": [
            {"slug": each.slug} for each in Tag.objects.order_by("name") if "open" in each.name
        ] + [{"slug": each.slug} for each in Tag.objects.order_by("name")],
        "forums:space": [{"space": each.slug} for each in (space, private_space)],
        **{f"forums:{name}": [{"space": each.slug} for each in (space, private_space)]
           for name in ("space_roadmap", "space_ideas", "announce")},
        **{f"forums:{name}": [{"topic_id": each.pk} for each in (idea, private, hidden_topic)]
           for name in ("idea_status", "idea_answer", "idea_vote", "poll_new")},
        "forums:board": [
            {"space": each.space.slug, "board": each.slug} for each in (board, private_board, council, minutes)
        ],
        "forums:topic": [
            {"topic_id": each.pk, "slug": each.slug}
            for each in (topic, private, hidden_topic, deleted_topic, closed, below)
        ],
        "forums:list_feed": [{"form": form} for form in ("atom", "json")],
        "forums:topic_feed": [
            {"topic_id": each.pk, "form": form}
            for each in (topic, private, hidden_topic, deleted_topic, closed, below)
            for form in ("atom", "json")
        ],
        "sitemap_part": [{"section": each} for each in ("topics-0", "boards", "articles")],
        "forums:top_of": [{"period": "week"}],
        "forums:all_read_undo": [{"mark_id": marked.pk}],
        "content:article": pair, "content:article_edit": pair, "content:publication": pair,
        "content:asset": files, "content:asset_file": files, "content:asset_withdrawal": files,
        "content:space_feed": [{"space": each.slug} for each in (space, private_space)],
        "governance:policy": [{"slug": policy.slug}],
        "governance:proposal_new": [{"slug": policy.slug}],
        "governance:version": [{"slug": policy.slug, "number": 1}],
        "notifications:notification": [
            {"notification_id": pk} for pk in Notification.objects.order_by("pk").values_list("pk", flat=True)
        ],
        "notifications:unsubscribe": [{"token": unsubscribe_url(member).rstrip("/").split("/")[-1]}],
        "support:enquiry": enquiries, "support:solved": enquiries, "support:send": enquiries,
        "support:answer": [
            {"enquiry_id": enquiry.pk, "topic_id": topic.pk},
            {"enquiry_id": private_enquiry.pk, "topic_id": private.pk},
        ],
        "support:follow": [{"token": follow_path(visitors).rstrip("/").split("/")[-1]}],
        "uploads:file": [{"pk": str(file.pk), "size": str(file.bytes), "name": file.plain_name}],
        "uploads:deletion": [{"pk": str(file.pk)}],
        "uploads:picture": [{"pk": str(upload.pk), "size": f"{upload.width}x{upload.height}"}],
        "analytics:intent": [
            {"intent_id": pk} for pk in SupportIntent.objects.order_by("pk").values_list("pk", flat=True)
        ],
        "analytics:lead": [{"lead_id": pk} for pk in Lead.objects.values_list("pk", flat=True)],
        "analytics:assumption": [
            {"name": name} for name in ("cost_per_contact", "waiting_window", "half_life")
        ],
        "accounts:known_section": [{"key": section.key} for section in sections()],
        "accounts:export_file": [{"export_id": made_export(member).pk}],
        "accounts:staying": [{"token": staying_token(member)}],
        "integrations:moved_question": ["/questions/1/why/3", "/questions/2/why/4", "/questions/2"],
        "integrations:moved_question_short": [{"old_id": 1}, {"old_id": 2}],
        "integrations:moved_answer": [{"old_id": 3}, {"old_id": 4}],
        "accounts:provider_picture": [{"account_id": 0}],
        "account_reset_password_from_key": [{"uidb36": "1", "key": "set-password"}],
        "accounts:invitation": [{"token": invitation[1]}],
        "accounts:invitation_list": [{"batch_id": batch.pk}],
        "accounts:invitation_list_errors": [{"batch_id": batch.pk}],
        "accounts:invitation_revocation": [{"invitation_id": invitation[0].pk}],
        "mfa_edit_webauthn": [{"pk": 1}],
        "mfa_remove_webauthn": [{"pk": 1}],
        "accounts:session_end": [{"pk": 1}],
        "openid_connect_login": [{"provider_id": "company"}],
        "openid_connect_callback": [{"provider_id": "company"}],
        "accounts:provider_new": [{"kind": "google"}],
        **{f"accounts:provider{name}": [{"slug": way_in.slug}]
           for name in ("", "_test", "_switch", "_order", "_removal")},
        **{f"saml_{name}": [{"organization_slug": "company"}]
           for name in ("acs", "finish_acs", "sls", "metadata", "login")},
    }  # fmt: skip
    for name, pattern in url_names().items():
        wanted = set(pattern.pattern.converters)
        if name in world.args or not wanted:
            continue
        if wanted == {"proposal_id"}:
            world.args[name] = [{"proposal_id": proposal.pk}]
        elif len(wanted) == 1 and (rows := by_app.get(next(iter(wanted)))):
            world.args[name] = rows
    return world


def addresses(world: World, name: str) -> list[str]:
    """The addresses of this name that the world can build."""
    pattern = url_names()[name]
    if name not in world.args:
        assert not pattern.pattern.regex.groups, f"tell tests/world.py what {name} names"
        return [reverse(name)]
    return [
        each if isinstance(each, str) else reverse(name, kwargs=each) for each in world.args[name]
    ]
