"""The main pages, each with the role it is made for: what `make screenshots` shows and the accessibility test walks."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.stop import ROW, Stop
from tests.browser.stops_of_work import WORK

ROOT = Path(__file__).resolve().parents[2]
ROLES = {
    "newcomer": "Tomás Oyelaran",
    "member": "Mara Lindqvist",
    "evangelist": "Ines Calloway",
    "manager": "Priya Raman",
    "agent": "Otto Brandt",
    "executive": "Helen Marsh",
    "administrator": "Sam Whitlock",
}


MANAGE = ".side .manage a, .side details.menu .menu-list a"
STOPS = [
    Stop("home", "/"),
    Stop("latest", "/latest/", "member"),
    Stop("space", "/s/filter/", "member"),
    Stop("board", "/s/home-espresso/machines/", "member"),
    Stop("topic", "/latest/?state=solved", "member", "main .row-title a"),
    Stop("ask", "/ask/"),
    Stop("article", "/articles/", "visitor", "main :is(.card h2, .card h3, .row-title) a"),
    Stop("articles", "/articles/"),
    Stop("article-edit", "/articles/new/", "evangelist"),
    Stop("policies", "/policies/"),
    Stop("proposal", "/proposals/", "member", "main .row-title a"),
    Stop("search", "/search/?q=pressure"),
    Stop("profile", "/m/ines/"),
    Stop("settings", "/me/", "member"),
    Stop("privacy", "/me/privacy/", "member"),
    Stop("inbox", "/inbox/", "member"),
    Stop("queue", "/moderation/", "manager"),
    Stop("modlog", "/moderation/log/", "member"),
    Stop("studio", "/studio/", "administrator"),
    Stop("sign-in", "/accounts/login/"),
    Stop("sign-up", "/accounts/signup/"),
    Stop("sign-in-code", "/accounts/login/code/"),
    Stop("library", "/library/"),
    Stop("roles", "/roles/"),
    Stop("security", "/me/security/", "member"),
    Stop("identities", "/accounts/3rdparty/", "member"),
    Stop("sessions", "/accounts/sessions/", "member"),
    Stop("trust", "/me/trust/", "member"),
    Stop("knows", "/me/privacy/knows/", "member"),
    Stop("people", "/studio/people/", "administrator"),
    Stop("ways-in", "/studio/sign-in/", "administrator"),
    Stop("admission", "/studio/admission/", "administrator"),
    Stop("questions", "/studio/questions/", "administrator"),
    # Conversations: lists, topics of each kind, and what is around a post.
    Stop("unread", "/unread/", "member"),
    Stop("top", "/top/", "member"),
    Stop("nothing", "/latest/?kind=announcement&state=unsolved", "member"),
    Stop("board-picks", "/s/home-espresso/machines/", "manager"),
    Stop("spaces", "/spaces/"),
    Stop("question", "/unanswered/", "member", ROW),
    Stop("idea", "/ideas/", "member", ROW),
    Stop("announcement", "/latest/?kind=announcement", "member", ROW),
    Stop("discussion", "/tags/numbers/", "member", ROW),  # code, a spoiler, a table, a note
    Stop("poll", "/tags/experiment/", "member", ROW),
    Stop("history", "/search/?q=descale+light+soft+water", "visitor", ROW, "a[href$='/history/']"),
    Stop("reply", "/latest/?kind=discussion", "member", ROW, "#reply a.button"),
    Stop("post-menu", "/latest/?kind=discussion", "member", ROW, "article.post .menu-list a"),
    Stop("bookmarks", "/bookmarks/", "member"),
    Stop("bookmarks-empty", "/bookmarks/", "newcomer"),
    Stop("drafts", "/me/drafts/", "member"),
    Stop("files", "/me/files/", "member"),
    Stop("tags", "/tags/"),
    Stop("tag", "/tags/tern/", "member"),
    Stop("tag-edit", "/tags/tern/edit/", "manager"),
    Stop("tag-record", "/studio/tags/", "manager"),
    Stop("ideas", "/ideas/"),
    Stop("roadmap", "/roadmap/"),
    Stop("search-nothing", "/search/?q=xylophone"),
    Stop("search-narrow", "/search/?q=grinder+is:solved+in:filter"),
    # Keeping order.
    Stop("boards", "/spaces/home-espresso/boards/", "manager"),
    Stop("board-new", "/spaces/home-espresso/boards/new/", "manager"),
    Stop("board-edit", "/spaces/home-espresso/boards/prototypes/", "manager"),
    Stop("board-readers", "/spaces/home-espresso/boards/prototypes/readers/", "manager"),
    Stop("announce", "/s/home-espresso/announcements/new/", "manager"),
    Stop("bulk", "/topics/bulk/?act=move&topic=3&topic=5", "manager"),
    *(
        Stop(
            f"curate-{name}",
            "/latest/?kind=question",
            "manager",
            ROW,
            MANAGE,
            f"main a[href$='/{name}/']",
        )
        for name in ("title", "timers", "split", "record")
    ),  # fmt: skip
    Stop("status", "/ideas/", "administrator", ROW, "a[href$='/status/']"),
    Stop("voters", "/search/?q=workshop+opens+day", "member", ROW, "a[href$='/voters/']"),
    # Policies and votes: the document, a proposal at each stage of its way, the ballot, the count.
    Stop("policy", "/policies/community-terms/", "member"),
    Stop("policy-compared", "/policies/workbench-rules/comparison/"),
    Stop("policy-history", "/policies/workbench-rules/history/"),
    Stop("policy-translated", "/policies/community-terms/?language=de"),
    Stop("policy-translation", "/policies/community-terms/translations/de/", "manager"),
    Stop("policy-accepted", "/policies/community-terms/acceptances/", "manager"),
    Stop("policy-new", "/policies/new/", "manager"),
    Stop("proposals", "/proposals/", "manager"),
    Stop("proposal-start", "/proposals/new/", "member"),
    Stop("proposal-new", "/policies/test-machines/proposal/", "manager"),
    *(
        Stop(f"stage-{name}", "/proposals/", role, f"main .row-title a:has-text('{title}')")
        for name, role, title in (
            ("draft", "manager", "A letter every two weeks"),
            ("petition", "member", "Forget visits"),
            ("announced", "visitor", "Stop all letters"),
            ("comment", "member", "Say why a post"),
            ("waiting", "visitor", "Where we meet"),
            ("voting", "member", "Shorter memory"),
            ("decided", "visitor", "Test machines for newcomers"),
            ("answer-due", "manager", "Partners may tell"),
            ("answer-missed", "visitor", "Fennimore pays"),
            ("answered", "visitor", "No badges"),
            ("in-force", "visitor", "Who may look"),
            ("rejected", "visitor", "Answer objections"),
            ("withdrawn", "visitor", "Three reports"),
            ("lapsed", "visitor", "Bring two guests"),
            ("void", "visitor", "A paper letter"),
        )
    ),
    *(
        Stop(
            f"act-{name}",
            "/proposals/",
            "manager",
            f"main .row-title a:has-text('{title}')",
            f"main .buttons a[href*='/{name}/']",
        )
        for name, title in (
            ("announcement", "A letter every two weeks"),
            ("draft", "A letter every two weeks"),
            ("call", "Say why a post"),
            ("withdrawal", "Say why a post"),
            ("answer", "Partners may tell"),
        )
    ),
    *(
        Stop(
            f"vote-{name}",
            "/proposals/",
            role,
            "main .row-title a:has-text('Shorter memory')",
            *follow,
        )
        for name, role, *follow in (
            ("ballot-refused", "newcomer", "main a[href$='/roll/']"),
            ("roll", "member", "main a[href$='/roll/']"),
            ("secrecy", "visitor", "main a[href$='/secrecy/']"),
            ("receipts", "visitor", "main a[href$='/receipts/']"),
            ("published", "visitor", "main a[href$='/receipts/']", "main a[href$='/published/']"),
            ("revisions", "visitor", "main a[href$='/revisions/']"),
            ("clause", "member", "main .clause-talk a"),
            (
                "amendment",
                "visitor",
                "main .clause-talk:has-text('amendment') a",
                "#amendments .row-title a",
            ),
        )
    ),
    Stop(
        "clause-open",
        "/proposals/",
        "member",
        "main .row-title a:has-text('Say why a post')",
        "main .clause-talk a",
    ),
    Stop(
        "amendment-new",
        "/proposals/",
        "member",
        "main .row-title a:has-text('Say why a post')",
        "main .clause-talk a",
        "main a[href$='/amendment/']",
    ),
    Stop(
        "clause-answer",
        "/proposals/",
        "manager",
        "main .row-title a:has-text('Say why a post')",
        "main .clause-talk a",
        "main a[href$='/answer/']",
    ),
    Stop(
        "roll-before",
        "/proposals/",
        "newcomer",
        "main .row-title a:has-text('Say why a post')",
        "main a[href$='/roll/']",
    ),
    Stop(
        "ballot-ranked", "/proposals/", "member", "main .row-title a:has-text('How long a machine')"
    ),
    Stop(
        "count",
        "/proposals/",
        "visitor",
        "main .row-title a:has-text('Test machines for newcomers')",
        "main a[href$='/count/']",
    ),
    Stop(
        "count-ranked",
        "/proposals/",
        "visitor",
        "main .row-title a:has-text('Who may look')",
        "main a[href$='/count/']",
    ),
    Stop("voting-rules", "/proposals/", "visitor", "main a[href='/voting/']"),
    Stop("voting-history", "/proposals/", "visitor", "main a[href='/voting/history/']"),
    Stop("refused", "/spaces/home-espresso/boards/", "member"),
    Stop("not-found", "/nowhere/"),
    *WORK,
]


def browser_path() -> str | None:
    """The machine's Chromium, found as bin/browser finds it; None for Playwright's own."""
    found = subprocess.run([ROOT / "bin/browser"], capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() or None


@contextmanager
def chromium() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=sandbox)
        yield browser
        browser.close()


def sign_in(context: BrowserContext, base: str, role: str) -> None:
    """As a person would: through the identity provider of the demo."""
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.get_by_role("button", name="Continue with").first.click()
    page.get_by_role("button", name=f"Continue as {ROLES[role]}").click()
    page.wait_for_url(f"{base}/**")
    page.close()


def refuse_analytics(page: Page) -> None:
    button = page.get_by_role("button", name="Refuse")
    if button.count():
        button.first.click()
        page.locator("#consent").wait_for(state="detached")


def visit(page: Page, base: str, stop: Stop, *, settle: int = 400) -> int:
    """Open the stop, let what it fetches arrive for `settle` ms, and return its status; 0: nothing to follow."""
    answer = page.goto(f"{base}{stop.path}")
    for each in stop.follow:
        link = page.locator(each).first
        if not link.count():
            return 0
        answer = page.goto(f"{base}{link.get_attribute('href')}")
    page.wait_for_timeout(settle)
    return answer.status if answer else 0
