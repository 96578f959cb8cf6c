"""`.env.example` lists every variable that is read, each with a line of its own, and no other."""

import re
from pathlib import Path

from community.local.place import REPOSITORY
from community.local.surroundings import read_dotenv

# Made by the embedded start for its own programs.
INTERNAL = {"DJANGO_SETTINGS_MODULE", "DEMO_IDENTITY", "DEMO_MAIL"}


def read_by_code() -> set[str]:
    found: set[str] = set()
    folders = [p for p in REPOSITORY.iterdir() if (p / "apps.py").exists()]
    for path in [p for folder in folders for p in folder.rglob("*.py")]:
        text = path.read_text()
        found |= set(re.findall(r'\benv\.[a-z]+\(\s*"([A-Z0-9_]+)"', text))
        found |= set(re.findall(r'\bos\.environ(?:\.get\(|\[)\s*"([A-Z_]+)"', text))
    for path in (REPOSITORY / "bin").iterdir():
        if path.is_file():
            found |= set(re.findall(r"\$\{([A-Z_]+):", path.read_text()))
    return found - INTERNAL


def listed() -> dict[str, str]:
    lines = (REPOSITORY / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_variable_is_listed_and_no_other():
    assert set(listed()) == read_by_code()


def test_each_says_what_it_is_for():
    assert [name for name, line in listed().items() if not re.search(r"  +# \S", " " + line)] == []


def test_copied_as_it_is_it_changes_nothing(tmp_path: Path, monkeypatch):
    for name in listed():
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / ".env"
    path.write_text((REPOSITORY / ".env.example").read_text())
    taken = read_dotenv(path)
    assert taken["PORT"] == "8000"
    assert taken["OIDC_NAME"] == "Company account"
    assert "SECRET_KEY" not in taken
