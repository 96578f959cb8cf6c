"""A whole house with the demo community, a mail server and a browser, for tests that play as people do."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from community.local.valkey import free_port
from tests.house import House, open_folder
from tests.model import own_database

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


class Mailbox:
    """Keeps what arrives by SMTP."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.received if address in each["To"]]


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture(scope="session")
def house(mailbox: Mailbox) -> Iterator[House]:
    found = House(
        open_folder(),
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(mailbox.port),  # type: ignore[attr-defined]
        NOTIFICATION_MAIL_DELAY_SECONDS="2",
        SUPPORT_HOLDOUT_PERCENT="0",
        **own_database("browsed"),
    )
    found.start(seconds=300)
    yield found
    found.stop(signal.SIGTERM)
    shutil.rmtree(found.data, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file: while it is open an event loop runs in this thread, which other tests must not meet."""
    with sync_playwright() as playwright:
        path = (
            os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        )
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


class Person:
    """Somebody at a browser of their own; what their console complains of fails the test."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.house = house
        self.context = browser.new_context(
            base_url=house.url, viewport={"width": 1280, "height": 900}
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type == "error" else None,
        )

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def sign_in(self, name: str) -> Page:
        """One click here, one at the provider."""
        self.go("/accounts/login/")
        return self.prove_to_be(name)

    def enter(self, name: str) -> Page:
        """Be `name`, signed in as before: with the session that they began in the first test that asked for them."""
        kept = self.house.sessions.get(name)
        if kept:
            self.context.add_cookies(kept)
            return self.page
        self.sign_in(name)
        self.house.sessions[name] = [
            each for each in self.context.cookies() if "session" in each["name"]
        ]
        return self.page

    def prove_to_be(self, name: str) -> Page:
        self.page.get_by_role("button", name="Continue with").first.click()
        self.page.get_by_role("button", name=f"Continue as {name}").click()
        self.page.wait_for_url(f"{self.house.url}/**")
        return self.page

    def join(self, name: str, email: str) -> Page:
        """Come to the provider as somebody it has never seen."""
        self.page.get_by_role("button", name="Continue with").first.click()
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_role("button", name="Continue as someone new").click()
        self.page.wait_for_url(f"{self.house.url}/**")
        return self.page


@pytest.fixture
def arrive(browser: Browser, house: House) -> Iterator:
    """`arrive()` is somebody new at a browser of their own."""
    people: list[Person] = []

    def come() -> Person:
        people.append(Person(browser, house))
        return people[-1]

    yield come
    sys.stdout.write(house.said[-6000:])  # shown where a test fails
    complaints = [each for person in people for each in person.complaints]
    for person in people:
        person.context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def here(browser: Browser) -> Iterator[Browser]:
    """The browser, for pages of this very process: what Django says about the loop in its thread concerns async views."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(here: Browser, live_server: Any, client: Any) -> Iterator:
    """`visit(member, address)` in this process, each time at a browser of its own; what it complains of fails the test."""
    opened, faults = [], []

    def go(who: Any, address: str, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options
        context = here.new_context(**options)
        opened.append(context)
        if who:
            client.force_login(who)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield go
    for context in opened:
        for page in context.pages:
            page.goto("about:blank")
            page.wait_for_timeout(300)
        context.close()
    assert not faults
