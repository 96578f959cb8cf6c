"""Dumps of our own making: small, and whatever a test wants wrong about them."""

from html import escape
from io import StringIO

import pytest
from django.core.management import call_command

SITE = "brewing.example"


def question(id, **more):
    values = {
        "Id": id, "PostTypeId": 1, "CreationDate": f"2015-01-{id:02}T08:00:00.000", "Score": 3,
        "Body": f"<p>How is question {id} <em>answered</em>?</p>", "OwnerUserId": 4,
        "Title": f"Question number {id}", "Tags": "<grinder><v60>",
    }  # fmt: skip
    return values | more


def answer(id, to, **more):
    values = {
        "Id": id, "PostTypeId": 2, "ParentId": to, "CreationDate": f"2015-02-{id:02}T09:30:00.500",
        "Score": -1, "Body": f"<p>With answer {id}.</p>", "OwnerUserId": 8,
    }  # fmt: skip
    return values | more


def person(id, name, **more):
    return {"Id": id, "DisplayName": name, "CreationDate": "2014-05-06T07:08:09.000"} | more


def as_xml(root, rows):
    lines = [
        "  <row "
        + " ".join(f'{k}="{escape(str(v))}"' for k, v in row.items() if v is not None)
        + " />"
        for row in rows
    ]
    return "\n".join([f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>', *lines, f"</{root}>\n"])


@pytest.fixture
def dump(tmp_path):
    """Writes a dump's folder: `dump(posts, people)`; text or bytes in place of rows are written as they are."""

    def written(posts, people=None, name=SITE):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for file, root, rows in (("Posts.xml", "posts", posts), ("Users.xml", "users", people)):
            if rows is None:
                continue
            text = rows if isinstance(rows, (str, bytes)) else as_xml(root, rows)
            data = text if isinstance(text, bytes) else text.encode()
            (folder / file).write_bytes(data)
        return folder

    return written


@pytest.fixture
def bring_in(space):
    """Runs the command and returns what it said."""

    def run(folder, **options):
        said = StringIO()
        call_command(
            "import_stackexchange", str(folder), **{"space": space.slug} | options, stdout=said
        )
        return said.getvalue()

    return run


@pytest.fixture
def small(dump):
    """Two questions, one of them solved by the second of its two answers, and people with names."""
    return dump(
        [
            question(1, AcceptedAnswerId=4),
            question(2, OwnerUserId=9, LastEditDate="2015-01-09T10:00:00.000"),
            answer(3, to=1),
            answer(4, to=1, OwnerUserId=9, Score=12),
        ],
        [person(4, "Ada Nyström", AboutMe="<p>Roasts &amp; reads.</p>"), person(8, "Bo")],
    )
