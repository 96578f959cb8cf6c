"""Markdown becomes what its writer meant, and nothing else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import MAX_SOURCE, TextRefused, TextTooDeep, TextTooLong, clean_html, cook, mentions
from tests.core.hostile import assert_harmless

PICTURE = "/uploads/12345678-1234-1234-1234-123456789abc/1200x900.webp"
REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("# One", "<h2>One</h2>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("```python\na < b\n```", '<pre><code class="language-python">a &lt; b\n</code></pre>'),
        ("[a](/t/1/)", '<p><a href="/t/1/">a</a></p>'),
        ("[a](https://b.org)", f'<p><a href="https://b.org" {REL}>a</a></p>'),
        ("[a](//b.org)", f'<p><a href="//b.org" {REL}>a</a></p>'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("see manage.py", "<p>see manage.py</p>"),
        ("see www.b.org.", f'<p>see <a href="http://www.b.org" {REL}>www.b.org</a>.</p>'),
        (
            "https://b.org/__init__.py_x",
            f'<p><a href="https://b.org/__init__.py_x" {REL}>https://b.org/__init__.py_x</a></p>',
        ),
        ("a@b.org", f'<p><a href="mailto:a@b.org" {REL}>a@b.org</a></p>'),
    ],
)
def test_markdown_becomes_html(source, expected):
    assert cook(source).strip() == expected


def test_table_is_aligned_without_inline_style():
    html = cook("|a|b|\n|:-:|--:|\n|1|2|")
    assert '<th align="center">a</th>' in html
    assert '<td align="right">2</td>' in html


def test_task_list_shows_signs_not_controls():
    html = cook("- [x] done\n- [ ] open\n- [z] neither")
    assert '<li class="task-list-item"><span class="task task-done">☑</span> done</li>' in html
    assert '<li class="task-list-item"><span class="task">☐</span> open</li>' in html
    assert "<li>[z] neither</li>" in html
    assert "<input" not in html


class TestPictures:
    def test_own_picture_is_shown_with_its_size_and_a_smaller_copy(self):
        html = cook(f"![My cup]({PICTURE})")
        assert f'<img src="{PICTURE}" alt="My cup" width="1200" height="900" srcset="' in html
        assert "/800.webp 800w" in html

    def test_small_picture_needs_no_smaller_copy(self):
        assert "srcset" not in cook(f"![a]({PICTURE.replace('1200x900', '300x200')})")

    @pytest.mark.parametrize(
        "address", ["https://elsewhere.org/a.png", "http://elsewhere.org/a.png"]
    )
    def test_picture_from_elsewhere_becomes_a_link(self, address):
        assert cook(f"![cup]({address})") == f'<p><a href="{address}" {REL}>cup</a></p>\n'

    def test_picture_from_elsewhere_within_a_link_becomes_words(self):
        assert cook("[![cup](https://a.org/a.png)](https://b.org)") == (
            f'<p><a href="https://b.org" {REL}>cup</a></p>\n'
        )

    @pytest.mark.parametrize(
        "address",
        [
            "/uploads/../secret/1x1.webp",
            PICTURE + "?a",
            "//evil.org" + PICTURE,
            "/me/privacy/",
            "data:image/png;base64,AA",
        ],
    )
    def test_no_other_address_is_fetched(self, address):
        assert "<img" not in cook(f"![a]({address})")
        assert "<img" not in clean_html(f'<img src="{address}" alt="a">')

    def test_none_where_none_are_wanted(self):
        assert "<img" not in cook(f"![a]({PICTURE})", pictures=False)

    def test_alt_text_cannot_break_out(self):
        html = cook(
            f'![a"><script>x</script>]({PICTURE}) ![<script>y</script>](https://a.org/x.png)'
        )
        assert_harmless(html)
        assert "<script" not in html


class TestMentions:
    def test_handle_becomes_a_link(self):
        assert '<a href="/m/bob/" class="mention">@Bob</a>' in cook("Thanks @Bob!")

    @pytest.mark.parametrize(
        ("source", "handles"),
        [
            ("@bob and @Ann-Lee, (@zed)", {"bob", "ann-lee", "zed"}),
            ("`@bob`", set()),
            ("```\n@bob\n```", set()),
            ("[@bob](/x)", set()),
            ("mail bob@example.org", set()),
            ("https://example.org/@bob", set()),
            ("a@b @@c @", set()),
            ("**@bob**", {"bob"}),
            ("@bob.", {"bob"}),
            ("@" + "a" * 31, set()),
        ],
    )
    def test_who_is_called(self, source, handles):
        assert mentions(source) == handles
        assert cook(source).count('class="mention"') == len(handles)


class TestLimits:
    def test_longest_text_is_taken(self):
        assert cook("a " * (MAX_SOURCE // 2))

    def test_longer_text_is_refused_in_words(self):
        with pytest.raises(TextTooLong, match="50001 characters"):
            cook("a" * (MAX_SOURCE + 1))

    def test_deep_nesting_is_refused(self):
        with pytest.raises(TextTooDeep):
            cook("*" * 2000 + "a" + "*" * 2000)
        with pytest.raises(TextTooDeep):
            clean_html("<div>" * 1000)

    def test_one_long_link_repeated_is_refused(self):
        with pytest.raises(TextTooLong):
            cook("[a]: /" + "x" * 1900 + "\n\n" + "[a]" * 10_000)

    def test_narrow_rows_are_not_filled_up_without_end(self):
        source = "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|\n" * 2000
        assert len(cook(source)) < 10 * len(source)


@given(
    st.text(
        alphabet=st.sampled_from(list("ab @<>[]()!*_~`\\#-|:/&\"'.\n\t1x\u00e4\u202e")),
        max_size=300,
    )
)
def test_anything_cooked_is_on_the_allow_list_and_stays_as_it_is(source):
    try:
        html = cook(source)
    except TextRefused:
        return
    assert_harmless(html)
    assert clean_html(html) == html


@example("<em><table><caption>words")
@example("<p><select><p></a><div>")
@example("<a href='x'><table><a href='y'>")
@given(
    st.lists(
        st.sampled_from(
            [
                "<a href='javascript:x'>",
                "<a href=//b>",
                "</a>",
                "<img src=x onerror=y>",
                "<img src=https://a/b alt='<b>'>",
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<svg>",
                "<math>",
                "<style>",
                "</style>",
                "<script>",
                "</script>",
                "<b>",
                "</b>",
                "<h1>",
                "</h1>",
                "<!--",
                "-->",
                "<div onclick=x>",
                "</div>",
                "text",
                "&lt;",
                "&amp;",
                "<ul>",
                "<li>",
                "</ul>",
                "<pre>",
                "</pre>",
                "<template>",
                "<noscript>",
                "<xmp>",
                "<plaintext>",
                "<form action=x>",
                "<input>",
                "<textarea>",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_any_html_cleaned_is_on_the_allow_list_and_stays_as_it_is(source):
    html = clean_html(source)
    assert_harmless(html)
    assert clean_html(html) == html
