"""Who had something to say about a proposal: distinct members who count, each with a post of substance."""

from django.db import connection

from governance.models import Proposal
from governance.process.eligible import eligible_members
from governance.process.periods import SUBSTANTIVE_WORDS

# Words of one's own: quoted lines go, and so does saying one word twenty times. Scripts that write without
# spaces are counted by their letters, two a word. The opening post is the proposal's own, and does not count.
# Addresses are nobody's words, nor are the lines we put under an argument; and the same words of many are one voice:
# that of whoever said them first.
_VOICES = """
WITH said AS (
  SELECT post.number, post.author_id, btrim(lower(regexp_replace(regexp_replace(regexp_replace(
    post.source, '^\\s*>.*$', '', 'gn'), '\\[[^]]*\\]\\([^)]*\\)|https?://\\S+', ' ', 'g'), '\\W+', ' ', 'g'))) AS words
  FROM forums_post post
  WHERE post.topic_id = %s AND post.number > 1 AND post.state = 'visible'
    AND post.author_id IN (SELECT id FROM ({eligible}) eligible)
), first_said AS (
  SELECT DISTINCT ON (words) author_id, words FROM said ORDER BY words, number
)
SELECT count(DISTINCT author_id) FROM first_said
WHERE (SELECT count(DISTINCT word) FROM string_to_table(words, ' ') word WHERE word <> '')
  + length(regexp_replace(words, '[^぀-ヿ㐀-鿿가-힯]', '', 'g')) / 2 >= %s
"""


def count_commenters(proposal: Proposal) -> int:
    """One statement, run now and then by the clock and never by a page."""
    if proposal.topic_id is None:
        return 0
    sql, values = eligible_members(proposal.policy).values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            _VOICES.format(eligible=sql),
            [proposal.topic_id, *values, SUBSTANTIVE_WORDS],
        )
        return cursor.fetchone()[0]
