"""What a walk through all addresses needs: who asks, and what each address may name."""

import io
import itertools
from dataclasses import dataclass, field

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from accounts.middleware import COOKIE, SALT
from accounts.models import Browser, Member
from events.actions import deliver
from events.models import Event


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


def addresses(world: World, name: str) -> list[str]:
    """The addresses of this name that the world can build."""
    pattern = url_names()[name]
    if name not in world.args:
        assert not pattern.pattern.regex.groups, f"tell tests/world/names.py what {name} names"
        return [reverse(name)]
    return [
        each if isinstance(each, str) else reverse(name, kwargs=each) for each in world.args[name]
    ]
