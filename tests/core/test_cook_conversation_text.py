"""What conversations have beyond CommonMark: notes, spoilers, coloured code, topics, quotes, cards."""

import re

import pytest
from django.conf import settings

from core import embeds
from core.text import clean_html, cook, mentions, plain_text, quote_markdown, topics
from core.text.code import LANGUAGES, MAX_CODE, MAX_LINE, highlighted
from tests.core.hostile import assert_harmless

PICTURE = "/uploads/12345678-1234-1234-1234-123456789abc/1200x900.webp"


class TestFootnotes:
    def test_note_stands_below_and_leads_back(self):
        html = cook("One[^a] two[^b] again[^a]\n\n[^b]: **Second**\n\n[^a]: First\n")
        name = re.search(r"#fn-([0-9a-f]{10})-1", html)[1]
        assert (
            f'<sup class="footnote-ref"><a href="#fn-{name}-1" id="fnref-{name}-1">1</a></sup> two'
            in html
        )
        assert f'id="fnref-{name}-1-2"' in html
        notes = html.partition('<ol class="footnotes">')[2]
        assert notes.index("First") < notes.index("<strong>Second</strong>")
        assert (
            f'<li id="fn-{name}-1"><p>First <a href="#fnref-{name}-1" class="footnote-back"'
            in notes
        )

    def test_two_texts_of_a_page_do_not_collide(self):
        ids = [re.findall(r' id="([^"]+)"', cook(f"{word}[^1]\n\n[^1]: x")) for word in ("a", "b")]
        assert ids[0] and not set(ids[0]) & set(ids[1])

    def test_every_id_is_there_once_and_every_link_leads_to_one(self):
        html = cook("a[^x]" * 60 + "\n\n> b[^y]\n\n[^x]: see [^y]\n[^y]: see [^x]")
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)

    def test_reference_without_a_note_is_text(self):
        assert cook("a[^1]") == "<p>a[^1]</p>\n"

    def test_excerpt_has_the_words_and_no_debris(self):
        assert plain_text(cook("One[^a] two.\n\n[^a]: Because.")) == "One two. Because."


class TestSpoilers:
    @pytest.mark.parametrize(
        ("source", "inner"),
        [
            ("||a||", "a"),
            ("It was ||the *pump*||.", "the <em>pump</em>"),
            ("**||a||**", "a"),
            ("||a | b||", "a | b"),
        ],
    )
    def test_within_a_line(self, source, inner):
        assert f'<span class="spoiler">{inner}</span>' in cook(source)

    @pytest.mark.parametrize(
        "source",
        ["a || b || c", "`||a||`", "\\||a||", "||a", "||||", "**||a** b||", "|| a||", "||\na||"],
    )
    def test_no_spoiler(self, source):
        assert "spoiler" not in cook(source)

    def test_block_has_a_title_and_holds_anything(self):
        html = cook(":::spoiler How it <ends>\nHe *left*.\n\n- a\n:::\nAfter")
        assert '<details class="spoiler"><summary>How it &lt;ends&gt;</summary>' in html
        assert html.index("<li>a</li>") < html.index("</details>") < html.index("After")
        assert "<summary>Spoiler</summary>" in cook(":::spoiler\na\n:::")
        assert "<details" not in cook(":::else\na\n:::")

    def test_excerpts_do_not_tell(self):
        html = cook(
            "Before ||the *gardener* [x](/y)|| after\n\n:::spoiler Title\nthe butler\n:::\nend"
        )
        words = plain_text(html)
        assert words == "Before […] after […] end"

    def test_nor_with_another_class_beside_it(self):
        assert plain_text('<span class="hl-k spoiler">secret</span> b') == "[…] b"

    def test_nor_does_a_broken_one(self):
        assert "secret" not in plain_text('<span class="spoiler">a <span>b</span> secret')
        assert (
            plain_text('<details class="spoiler"><details>a</details>secret</details>b') == "[…] b"
        )


class TestCode:
    def test_known_language_is_coloured_in_our_classes(self):
        html = cook("```python\ndef f():  # why\n    return 'a' + 1\n```")
        for piece in (
            '<span class="hl-k">def</span> <span class="hl-f">f</span>',
            '<span class="hl-c"># why</span>',
            '<span class="hl-n">1</span>',
        ):
            assert piece in html
        assert plain_text(html) == "def f(): # why return 'a' + 1"

    @pytest.mark.parametrize("language", sorted(LANGUAGES))
    def test_words_stay_as_they_are(self, language):
        code = (
            "a <b> & \"c\" 'd' # e\n\n  /* f */ function g(x) { return 1; }\n-- h\n+i\n-j\n$k=`l`"
        )
        html = cook(f"```{language}\n{code}\n```")
        assert_harmless(html)
        assert clean_html(html) == html
        shown = re.sub(r"<[^>]*>", "", highlighted(code, language))
        assert shown == re.sub(r"<[^>]*>", "", highlighted(code, "none of these"))

    def test_without_a_language_or_with_another_it_is_plain(self):
        assert "hl-" not in cook("```\ndef f(): pass\n```") + cook("```klingon\ndef f(): pass\n```")

    def test_what_is_long_is_plain(self):
        assert "hl-" not in highlighted("x = 1\n" * MAX_CODE, "python")
        assert "hl-" not in highlighted("1 " * MAX_LINE, "python")
        many = "```python\n" + "x = 1\n" * 1_300 + "```\n\n"
        assert cook(many * 4).count("hl-n") == 2 * 1_300


class TestTopics:
    @pytest.fixture
    def titles(self, monkeypatch):
        known = {12: "Why <b>so</b> loud", 14: ""}
        monkeypatch.setattr(
            topics, "_titles", lambda numbers: {n: known[n] for n in numbers if n in known}
        )

    def test_number_is_a_link_with_the_title_everybody_may_see(self, titles):
        html = cook("See #12, #13 and #14.", titles=True)
        assert '<a href="/t/12/" class="topic-link">#12 Why &lt;b&gt;so&lt;/b&gt; loud</a>,' in html
        assert '<a href="/t/13/" class="topic-link">#13</a>' in html
        assert '<a href="/t/14/" class="topic-link">#14</a>' in html

    def test_without_leave_no_title(self, titles):
        assert "loud" not in cook("See #12")

    @pytest.mark.parametrize(
        "source",
        [
            "a#12",
            "`#12`",
            "[#12](/x)",
            "https://a.org/#12",
            "#0",
            "&#12;",
            "#12a",
            "# 12",
            "#1234567890",
        ],
    )
    def test_no_topic(self, source):
        assert "topic-link" not in cook(source)


class TestQuotes:
    def test_quote_keeps_author_and_place(self):
        source = quote_markdown("mina_b", 123, "It hums.\n\nAll day.")
        assert source == "> [@mina_b wrote](/p/123/):\n>\n> It hums.\n>\n> All day.\n\n"
        html = cook(source + "Mine too.")
        assert (
            '<blockquote class="quote">\n<p class="quote-by"><a href="/p/123/">@mina_b wrote</a>:</p>'
            in html
        )
        assert "<p>Mine too.</p>" in html

    @pytest.mark.parametrize(
        "source",
        ["> [@a wrote](https://b.org/):", "> [b](/p/1/):", "> [@a wrote](/p/1/): x", "> a"],
    )
    def test_other_quotes_stay_quotes(self, source):
        assert "<blockquote>" in cook(source)

    def test_who_is_called_within_a_quote_is_not_called_again(self):
        assert mentions(quote_markdown("mina", 1, "ask @bob") + "yes @ann\n\n> plain @zoe") == {
            "ann",
            "zoe",
        }

    def test_quoted_words_cannot_leave_the_quote(self):
        html = cook(quote_markdown("mina", 1, "```\na\n\n</blockquote>\n") + "after")
        assert html.index("</blockquote>") < html.index("<p>after</p>")


class TestCards:
    @pytest.mark.parametrize(
        ("address", "frame"),
        [
            ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m2s", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=62"),
            ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
            ("https://tube.example/w/9c9de5e8-0a1e", "https://tube.example/videos/embed/9c9de5e8-0a1e"),
        ],
    )  # fmt: skip
    def test_video_on_the_list_is_a_card(self, address, frame, settings):
        settings.PEERTUBE_HOSTS = ["tube.example"]
        for source in (address, f"[My *pump*]({address})"):
            html = cook(source)
            assert f'class="embed" data-frame="{frame}"' in html
            assert "<iframe" not in html
            assert_harmless(html)
            assert clean_html(html) == html

    @pytest.mark.parametrize(
        "address",
        [
            "https://youtu.be.evil.org/dQw4w9WgXcQ",
            "https://a@youtu.be/dQw4w9WgXcQ",
            "https://youtube.com/watch?v=<script>",
            "https://tube.example/w/9c9de5e8-0a1e",
            "https://youtu.be:8080/dQw4w9WgXcQ",
            "https://vimeo.com/76979871/../../x",
        ],
    )
    def test_no_other_address_is(self, address):
        assert embeds.video(address) is None
        assert "embed" not in clean_html(
            f'<a class="embed" data-frame="{address}" href="{address}">x</a>'
        ).replace("/embed", "")

    def test_a_video_within_a_sentence_stays_a_link(self):
        assert "embed" not in cook("Look: https://youtu.be/dQw4w9WgXcQ")

    def test_picture_of_a_host_on_the_list_waits_for_a_click(self, settings):
        settings.PICTURE_HOSTS = ["pics.example"]
        html = cook("![A cup](https://pics.example/a/cup.jpg) ![b](https://else.example/b.jpg)")
        assert (
            'class="embed" data-picture="https://pics.example/a/cup.jpg" data-host="pics.example"'
            in html
        )
        assert html.count("embed") == 1
        assert "<img" not in html

    def test_frames_come_from_the_list_only(self):
        allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
        assert allowed[:2] == ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
        assert not any("*" in origin for origin in allowed)


@pytest.mark.parametrize(
    "html",
    [
        '<li id="main">a</li>',
        '<a id="fn-x" href="/a">a</a>',
        '<p class="button primary">a</p>',
        '<a class="embed" data-frame="javascript:alert(1)" href="/x">a</a>',
        '<span class="unseen">a</span>',
        "<details open ontoggle=alert(1)><summary>a</summary></details>",
    ],
)
def test_page_keeps_its_ids_and_classes(html):
    cleaned = clean_html(html)
    assert not re.search(r"\b(id|class|open|ontoggle|data-frame)=", cleaned)
