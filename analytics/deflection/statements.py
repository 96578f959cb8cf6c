"""The statements by which `grading` works, in their order. Each lays down a table the next ones read.

No input is in them: kinds are our own words, keys and the window are parameters.
"""

CLUES = (
    """
    CREATE TEMPORARY TABLE clue AS
    SELECT evidence.id, evidence.key, evidence.subject, evidence.kind, evidence.at, evidence.consent_id,
           evidence.topic_id, evidence.article_id, evidence.enquiry_id, evidence.case_id,
           row_number() OVER (
               PARTITION BY evidence.key ORDER BY evidence.at, evidence.kind COLLATE "C", evidence.subject COLLATE "C", evidence.id
           ) AS turn
    FROM analytics_intentevidence AS evidence
    LEFT JOIN forums_topic AS topic ON topic.id = evidence.topic_id
    WHERE $of_evidence AND NOT evidence.is_staffs
      AND (evidence.kind NOT IN ('question_asked', 'solution_accepted') OR topic.state = 'visible')
    """,
    "ANALYZE clue",
)
"""What counts, each person's in its order: nothing hidden, nothing of the company's own people."""

HOMES = (
    """
    CREATE TEMPORARY TABLE home AS
    SELECT solves.id, min(needs.turn) AS turn
    FROM clue AS solves JOIN clue AS needs
      ON needs.key = solves.key AND needs.subject = solves.subject AND needs.turn < solves.turn
    WHERE solves.kind IN ($solves) AND needs.kind IN ($needs)
    GROUP BY solves.id
    """,
)
"""Solutions that belong where their own question was first put, however late they come."""

FREE = (
    """
    CREATE TEMPORARY TABLE free AS
    SELECT key, at, turn FROM clue WHERE NOT EXISTS (SELECT FROM home WHERE home.id = clue.id)
    """,
    "ANALYZE free",
)

SPREES = (
    """
    CREATE TEMPORARY TABLE spree AS
    SELECT key, at, turn, count(*) FILTER (WHERE is_first) OVER (PARTITION BY key ORDER BY turn) AS number
    FROM (
        SELECT key, at, turn, (at >= lag(at) OVER (PARTITION BY key ORDER BY turn) + %(window)s) IS NOT FALSE AS is_first
        FROM free
    ) AS gaps
    """,
    """
    CREATE TEMPORARY TABLE long AS
    SELECT spree.* FROM spree JOIN (
        SELECT key, number FROM spree GROUP BY key, number HAVING max(at) >= min(at) + %(window)s
    ) AS stretched USING (key, number)
    """,
    "CREATE INDEX ON long (key, number, at, turn)",
    "ANALYZE long",
)
"""Acts of which none comes a whole window after the one before: a spree. After such a pause a window opens in any case, so
that only sprees longer than a window have to be walked through."""

STARTS = (
    """
    CREATE TEMPORARY TABLE start AS
    WITH RECURSIVE opened AS (
        SELECT DISTINCT ON (key, number) key, number, at, turn FROM spree ORDER BY key, number, turn
    ), following AS (
        SELECT DISTINCT ON (key, number) key, number, at, turn FROM long ORDER BY key, number, turn
    ), walked AS (
        SELECT * FROM following
        UNION ALL
        SELECT later.key, later.number, later.at, later.turn
        FROM walked CROSS JOIN LATERAL (
            SELECT long.key, long.number, long.at, long.turn FROM long
            WHERE long.key = walked.key AND long.number = walked.number AND long.at >= walked.at + %(window)s
            ORDER BY long.at, long.turn LIMIT 1
        ) AS later
    )
    SELECT key, at, turn FROM opened UNION SELECT key, at, turn FROM walked
    """,
    "ANALYZE start",
)
"""The first act opens a window; the first act after its end opens the next."""

FILED = (
    """
    CREATE TEMPORARY TABLE filed AS
    WITH homed AS (
        SELECT home.id, count(*) AS number
        FROM home JOIN clue USING (id) JOIN start ON start.key = clue.key AND start.turn <= home.turn
        GROUP BY home.id
    )
    SELECT clue.id, clue.key, clue.kind, clue.at, clue.turn, clue.consent_id, clue.topic_id, clue.article_id,
           clue.enquiry_id, clue.case_id,
           coalesce(homed.number, count(start.turn) OVER (PARTITION BY clue.key ORDER BY clue.turn)) AS number
    FROM clue
    LEFT JOIN start ON start.key = clue.key AND start.turn = clue.turn
    LEFT JOIN homed ON homed.id = clue.id
    """,
    "ANALYZE filed",
)
"""Each clue with the number of its window; a solution with that of its question's."""

GRADED = (
    """
    CREATE TEMPORARY TABLE graded AS
    WITH summed AS (
        SELECT key, number, (array_agg(at ORDER BY turn))[1] AS opened_at,
               (array_agg(consent_id ORDER BY turn))[1] AS consent_id,
               bool_or(kind = 'case_opened') AS wrote,
               bool_or(kind = 'contact_started') AND bool_or(kind = 'answer_opened') AS left_form,
               max(at) FILTER (WHERE kind IN ($solves)) AS solved,
               max(at) FILTER (WHERE kind IN ($unsolved)) AS unsolved,
               max(at) FILTER (WHERE kind IN ($reads)) AS read,
               max(at) FILTER (WHERE kind = 'survey_no') AS refused
        FROM filed GROUP BY key, number
    )
    SELECT key, number, opened_at, consent_id,
           CASE WHEN wrote THEN 'failed'
                WHEN solved >= coalesce(unsolved, '-infinity') THEN 'confirmed'
                WHEN left_form THEN 'implicit'
                WHEN read > coalesce(refused, '-infinity') THEN 'potential'
                ELSE 'none' END AS grade
    FROM summed
    """,
)
"""The strongest grade that holds."""

DECIDED = (
    """
    CREATE TEMPORARY TABLE decided AS
    SELECT DISTINCT ON (key, number) key, number, topic_id, article_id
    FROM (SELECT *, CASE kind $ranks END AS rank FROM filed) AS ranked
    WHERE rank IS NOT NULL AND (topic_id IS NOT NULL OR article_id IS NOT NULL)
    ORDER BY key, number, rank, at DESC, turn
    """,
)
"""The conversation or article that decided it."""

NAMED = (
    """
    CREATE TEMPORARY TABLE named AS
    SELECT DISTINCT ON (filed.key, filed.number) filed.key, filed.number,
           coalesce(enquiry.product_id, cases.product_id) AS product_id
    FROM filed
    LEFT JOIN support_enquiry AS enquiry ON enquiry.id = filed.enquiry_id
    LEFT JOIN support_case AS cases ON cases.id = filed.case_id
    WHERE (filed.enquiry_id IS NOT NULL OR filed.case_id IS NOT NULL)
      AND coalesce(enquiry.product_id, cases.product_id) IS NOT NULL
    ORDER BY filed.key, filed.number, filed.turn DESC
    """,
)
"""The product they named themselves, on the form or in the case; the last one they named."""

PLACED = (
    """
    CREATE TEMPORARY TABLE placed AS
    WITH of_space AS (
        SELECT DISTINCT ON (space_id) space_id, id FROM support_product
        WHERE space_id IS NOT NULL ORDER BY space_id, position, id
    ), of_topic AS (
        SELECT DISTINCT ON (tagged.object_id) tagged.object_id AS topic_id, product.id
        FROM support_product AS product
        JOIN support_product_tags AS tag ON tag.product_id = product.id
        JOIN taggit_taggeditem AS tagged ON tagged.tag_id = tag.tag_id AND tagged.content_type_id = %(topics)s
        WHERE tagged.object_id IN (SELECT topic_id FROM decided)
        ORDER BY tagged.object_id, product.position, product.id
    )
    SELECT graded.key, graded.number, graded.opened_at, graded.opened_at + %(window)s AS closes_at,
           graded.grade, graded.consent_id, decided.topic_id, decided.article_id,
           coalesce(topic.space_id, article.space_id) AS space_id, topic.board_id,
           coalesce(named.product_id, of_topic.id, of_space.id) AS product_id
    FROM graded
    LEFT JOIN decided USING (key, number)
    LEFT JOIN named USING (key, number)
    LEFT JOIN forums_topic AS topic ON topic.id = decided.topic_id
    LEFT JOIN content_article AS article ON article.id = decided.article_id
    LEFT JOIN of_topic ON of_topic.topic_id = decided.topic_id
    LEFT JOIN of_space ON of_space.space_id = coalesce(topic.space_id, article.space_id)
    """,
    "ANALYZE placed",
)
"""Where it stands, and which product it is about: the one they named, else one by the conversation's tags, else its space's."""

GONE = (
    """
    UPDATE analytics_intentevidence AS evidence SET intent_id = NULL
    WHERE $of_evidence AND intent_id IS NOT NULL AND NOT EXISTS (SELECT FROM clue WHERE clue.id = evidence.id)
    """,
    """
    UPDATE analytics_intentevidence AS evidence SET intent_id = NULL
    FROM analytics_supportintent AS intent
    WHERE evidence.key = intent.key AND evidence.intent_id = intent.id AND intent.id IN (
        SELECT held.id FROM analytics_supportintent AS held LEFT JOIN placed
            ON placed.key = held.key AND placed.opened_at = held.opened_at
        WHERE $of_held AND placed.key IS NULL
    )
    """,
    """
    DELETE FROM analytics_supportintent WHERE id IN (
        SELECT held.id FROM analytics_supportintent AS held LEFT JOIN placed
            ON placed.key = held.key AND placed.opened_at = held.opened_at
        WHERE $of_held AND placed.key IS NULL
    )
    """,
)
"""Intents that nothing speaks for any more."""

KEPT = (
    """
    INSERT INTO analytics_supportintent AS held
        (key, opened_at, closes_at, grade, consent_id, topic_id, article_id, space_id, board_id, product_id)
    SELECT key, opened_at, closes_at, grade, consent_id, topic_id, article_id, space_id, board_id, product_id
    FROM placed
    ON CONFLICT (key, opened_at) DO UPDATE SET
        (closes_at, grade, consent_id, topic_id, article_id, space_id, board_id, product_id) =
        (excluded.closes_at, excluded.grade, excluded.consent_id, excluded.topic_id, excluded.article_id,
         excluded.space_id, excluded.board_id, excluded.product_id)
    WHERE (held.closes_at, held.grade, held.consent_id, held.topic_id, held.article_id, held.space_id,
           held.board_id, held.product_id)
        IS DISTINCT FROM
          (excluded.closes_at, excluded.grade, excluded.consent_id, excluded.topic_id, excluded.article_id,
           excluded.space_id, excluded.board_id, excluded.product_id)
    """,
)

BELONGS = (
    """
    UPDATE analytics_intentevidence AS evidence SET intent_id = intent.id
    FROM filed JOIN placed USING (key, number)
    JOIN analytics_supportintent AS intent
      ON intent.key = placed.key AND intent.opened_at = placed.opened_at
    WHERE evidence.id = filed.id AND evidence.intent_id IS DISTINCT FROM intent.id
    """,
)
"""Each clue says which intent it speaks for."""
