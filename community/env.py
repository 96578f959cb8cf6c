"""Strict readers of the environment: nonsense is refused with the variable's name and the cure."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """Read yes or no; raises ImproperlyConfigured on anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(
        f"{name} is {value!r}: write one of 1, 0, true, false, yes, no, on, off."
    )


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """Read a whole number between `least` and `most`; raises ImproperlyConfigured outside."""
    value = text(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write a whole number from {least} to {most}."
        )
    return found


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Read a list separated by commas."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else default or []


def hosts(name: str, default: list[str] | None = None) -> list[str]:
    """Read a list of host names; raises ImproperlyConfigured where one is more than a name."""
    found = words(name, default)
    for host in found:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
            raise ImproperlyConfigured(
                f"{name} holds {host!r}: write host names such as video.example.org, separated by commas."
            )
    return found


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def url(name: str, default: str, *, schemes: set[str]) -> str:
    """Read an address of one of `schemes`; raises ImproperlyConfigured otherwise."""
    value = text(name, default)
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} must start with one of {', '.join(sorted(schemes))} followed by ://"
        )
    return value
