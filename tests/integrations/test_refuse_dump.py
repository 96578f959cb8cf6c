"""The first pass: what is broken or hostile is named with its row, and nothing is written."""

import pytest
from django.core.management.base import CommandError

from accounts.models import Member
from forums.models import Board, Topic
from integrations.models import ImportRun, ImportSource
from integrations.stackexchange import reading
from tests.integrations.conftest import answer, as_xml, person, question

GOOD = [question(n) for n in range(1, 6)]


@pytest.fixture
def refused(dump, bring_in):
    """Import what must be refused; returns the words, having seen that nothing was written."""

    def run(posts, people=None):
        with pytest.raises(CommandError) as refusal:
            bring_in(dump(posts, people))
        for model in (Member, Topic, Board, ImportRun, ImportSource):
            assert not model.objects.exists(), model
        assert "Nothing was written." in str(refusal.value)
        return str(refusal.value)

    return run


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_cut_off(refused, kept):
    text = as_xml("posts", GOOD)
    said = refused(text[: int(len(text) * kept)])
    assert "cut off" in said and ("after row" in said)


def test_cut_off_before_the_first_row(refused):
    assert "before the first row" in refused("<?xml version='1.0'?><posts>")
    assert "is empty" in refused("")


def test_entity_bomb(refused):
    bomb = '<!DOCTYPE posts [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = as_xml("posts", GOOD).replace("<posts>", f"{bomb}\n<posts>").replace("How is", "&b;")
    assert "Dumps have none; bombs do." in refused(body)


def test_file_of_the_machine(refused):
    outside = '<!DOCTYPE posts SYSTEM "file:///etc/passwd">'
    assert "document type" in refused(as_xml("posts", GOOD).replace("<posts>", outside + "<posts>"))


def test_wrong_encoding(refused):
    rows = [*GOOD, question(6, Title="Caffè")]
    said = refused(as_xml("posts", rows).encode("latin-1"))
    assert "not UTF-8" in said and "after row 5 (Id 5), line 8" in said


def test_other_encodings_that_are_declared_are_read(dump, bring_in):
    text = as_xml("posts", [question(1, Title="Caffè")])
    bring_in(dump(text.replace("utf-8", "utf-16").encode("utf-16")))
    assert Topic.objects.get().title == "Caffè"


def test_byte_order_mark_is_read(dump, bring_in):
    bring_in(dump(b"\xef\xbb\xbf" + as_xml("posts", GOOD).encode()))
    assert Topic.objects.count() == 5


def test_another_file(refused):
    assert "<users>" in refused(as_xml("users", GOOD))
    assert "<tag> has no place here" in refused("<posts><row Id='1'><tag/></row></posts>")


def test_row_without_end(refused, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROW_BYTES", 200_000)
    assert "without an end" in refused(as_xml("posts", [*GOOD, question(6, Body="x" * 400_000)]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Id", None), ("Id", "0"), ("Id", "-4"), ("Id", "4294967296"), ("Id", "1e3"), ("Id", "٣"),
        ("PostTypeId", None), ("PostTypeId", "x"), ("CreationDate", None), ("CreationDate", "yesterday"),
        ("CreationDate", "9999-01-01T00:00:00"), ("CreationDate", "0001-01-01T00:00:00"), ("Score", "many"),
        ("Score", "99999999999"), ("Title", None), ("Title", " \u200b "), ("Body", None),
        ("Body", "<div>" * 5000), ("Tags", "grinder"), ("Tags", "<" + "a" * 101 + ">"), ("Tags", "<>"),
        ("Tags", "<"), ("OwnerUserId", "me"), ("AcceptedAnswerId", "-1"), ("LastEditDate", "soon"),
    ],
)  # fmt: skip
def test_missing_or_wrong_attribute(refused, name, value):
    said = refused([*GOOD, question(6) | {name: value}])
    assert "Posts.xml, row 6" in said and name in said


def test_answer_without_parent(refused):
    assert "row 2 (Id 2): ParentId is missing." in refused([question(1), answer(2, to=None)])


def test_two_rows_with_one_id(refused):
    assert "two rows have the Id 5" in refused([*GOOD, question(5)])


def test_broken_people(refused):
    assert "Users.xml, row 2" in refused(GOOD, [person(4, "Ada"), person("x", "Bo")])
    assert "Users.xml, after row 1" in refused(GOOD, as_xml("users", [person(4, "A")])[:-9])


def test_no_dump_and_no_space(tmp_path, bring_in):
    with pytest.raises(CommandError, match=r"no Posts\.xml"):
        bring_in(tmp_path)
    with pytest.raises(CommandError, match="home-espresso"):
        bring_in(tmp_path, space="nowhere")


def test_what_points_nowhere_is_listed_and_left_out(dump, bring_in):
    rows = [
        question(1, AcceptedAnswerId=99),
        answer(2, to=1),
        answer(3, to=77),
        {"Id": 4, "PostTypeId": 5},
    ]
    said = bring_in(dump(rows))
    assert "Left out: 1 tag wikis." in said
    assert "answers without their question: row 3 (Id 3) points to 77" in said
    assert "accepted answers that are not there: row 1 (Id 1) points to 99" in said
    assert "1 questions, 1 answers, 0 solutions" in said
    assert ImportRun.objects.get().left_out == {
        "tag wikis": 1,
        "answers without their question": 1,
        "accepted answers that are not there": 1,
    }


def test_one_site_has_one_place(dump, bring_in, private_space):
    bring_in(dump(GOOD))
    with pytest.raises(CommandError, match="one site has one place"):
        bring_in(dump(GOOD), space=private_space.slug)
    assert not Board.objects.filter(space=private_space).exists()
