"""What people type, and what they get."""

import pytest
from django.utils import timezone

from forums.actions import delete_post, edit_post, mark_solution, restore_post, withdraw_solution
from forums.models import Topic
from search.engine import Filters, find, similar
from search.models import SearchEntry

pytestmark = pytest.mark.django_db
SOLVED = Filters(states=("solved",))


def titles(page) -> list[str]:
    return [each.title for each in page.found]


def test_words_of_title_and_posts_are_found(visitor, member, outsider, board, ask, answer):
    topic = ask(member, board, "Grinder stalls on light roasts", "It hums, then stops.")
    answer(outsider, topic, "Try a **coarser** setting first.")
    for words in (
        "stalls",
        "grinders",
        "humming",
        "coarser setting",
        '"light roasts"',
        "STALL roast",
    ):
        assert titles(find(words, viewer=visitor)) == ["Grinder stalls on light roasts"], words
    assert find("grinder -hums", viewer=visitor).total == 0
    assert find("kettle", viewer=visitor).total == 0


def test_accents_do_not_matter(visitor, member, board, ask):
    ask(member, board, "Crème brûlée notes in a naïve blend")
    assert find("creme brulee naive", viewer=visitor).total == 1
    assert find("crème", viewer=visitor).total == 1


def test_title_outranks_body(visitor, member, board, ask):
    ask(member, board, "Something else entirely", "descaling " * 30)
    ask(member, board, "Descaling the boiler", "How often?")
    assert titles(find("descaling", viewer=visitor)) == [
        "Descaling the boiler",
        "Something else entirely",
    ]


def test_solved_outranks_unsolved_and_fresh_outranks_stale(
    visitor, member, outsider, board, ask, answer
):
    solved = ask(member, board, "Pump is loud one")
    ask(member, board, "Pump is loud two")
    stale = ask(member, board, "Pump is loud three")
    Topic.objects.filter(pk=stale.pk).update(
        bumped_at=timezone.now() - timezone.timedelta(days=900)
    )
    mark_solution(by=member, post=answer(outsider, solved, "Tighten the mount."))
    answer_later = answer(outsider, Topic.objects.get(pk=stale.pk), "x")
    Topic.objects.filter(pk=stale.pk).update(
        bumped_at=timezone.now() - timezone.timedelta(days=900)
    )
    edit_post(by=outsider, post=answer_later, source="y")
    answer(outsider, Topic.objects.get(title="Pump is loud two"), "x")
    assert titles(find("pump loud", viewer=visitor)) == [
        "Pump is loud one",
        "Pump is loud two",
        "Pump is loud three",
    ]


def test_solution_is_known_and_forgotten(visitor, member, outsider, board, ask, answer, delivered):
    topic = ask(member, board, "Steam wand drips")
    post = answer(outsider, topic, "New gasket.")
    assert find("steam", viewer=visitor, filters=SOLVED).total == 0
    mark_solution(by=member, post=post)
    delivered()
    assert find("steam", viewer=visitor, filters=SOLVED).found[0].is_solved
    withdraw_solution(by=member, post=post)
    delivered()
    assert find("steam", viewer=visitor, filters=SOLVED).total == 0


def test_edit_delete_restore_follow_at_once(visitor, member, board, ask, delivered):
    topic = ask(member, board, "Portafilter stuck", "It says xylophone.")
    post = topic.posts.get()
    edit_post(by=member, post=post, source="It says trombone.")
    delivered()
    assert find("xylophone", viewer=visitor, exactly=True).total == 0
    assert find("trombone", viewer=visitor).total == 1
    delete_post(by=member, post=post)
    delivered()
    assert find("trombone", viewer=visitor).total == 0
    assert not SearchEntry.objects.exists()
    restore_post(by=member, post=post)
    delivered()
    assert find("trombone", viewer=visitor).total == 1


def test_misspelling_is_forgiven_and_said(visitor, member, board, ask):
    ask(member, board, "Espresso machine leaks from the group head")
    page = find("expresso machne", viewer=visitor)
    assert page.instead == "espresso machine"
    assert page.total == 1
    assert find("expresso machne", viewer=visitor, exactly=True).total == 0


def test_right_words_are_not_corrected(visitor, member, board, ask):
    ask(member, board, "Espresso machine leaks")
    assert find("espresso", viewer=visitor).instead == ""


def test_similar_takes_any_word_and_typos_while_typing(visitor, member, board, ask):
    ask(member, board, "Grinder makes a burning smell")
    ask(member, board, "Which water for tea")
    for text in (
        "My grinder smells burnt when I grind",
        "my grindr",
        "why does my grin",
        "GRINDER",
    ):
        assert [each.title for each in similar(text, viewer=visitor)][:1] == [
            "Grinder makes a burning smell"
        ], text
    assert similar("bicycle", viewer=visitor) == []


def test_similar_offers_only_solved_when_told(
    visitor, member, outsider, board, ask, answer, delivered
):
    ask(member, board, "Grinder jams one")
    solved = ask(member, board, "Grinder jams two")
    mark_solution(by=member, post=answer(outsider, solved, "Clean it."))
    delivered()
    found = similar("grinder jams", viewer=visitor, filters=SOLVED)
    assert [each.title for each in found] == ["Grinder jams two"]


def test_snippet_marks_words_and_nothing_else_is_markup(visitor, member, board, ask):
    ask(
        member,
        board,
        "<img src=x onerror=alert(1)> gasket",
        "Old `<script>alert(1)</script>` gasket \ue000x\ue001",
    )
    found = find("gasket", viewer=visitor).found[0]
    assert "<mark>gasket</mark>" in found.snippet
    assert "<mark>gasket</mark>" in found.marked_title
    for html in (found.snippet, found.marked_title):
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("<mark>") == html.count("</mark>") == 1


def test_filters_and_pages(visitor, member, board, private_board, ask):
    for number in range(5):
        ask(member, board, f"Kettle question {number}")
    first = find("kettle", viewer=visitor, size=2)
    last = find("kettle", viewer=visitor, size=2, page=3)
    assert (first.total, first.has_next, len(first.found)) == (5, True, 2)
    assert (last.total, last.has_next, len(last.found)) == (5, False, 1)
    assert find("kettle", viewer=visitor, filters=Filters(space_id=board.space_id)).total == 5
    assert (
        find("kettle", viewer=visitor, filters=Filters(space_id=private_board.space_id)).total == 0
    )
    assert find("kettle", viewer=visitor, filters=Filters(kinds=("article",))).total == 0
