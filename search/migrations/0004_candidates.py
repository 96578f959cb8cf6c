"""Which entries are worth ranking: asked by `search/engine/ranking.py`, and by nobody else.

A function, because only so may one question forbid the planner what would be dear: it takes reading every document for cheap, and does
not know that each lies in pieces elsewhere. And because its plan is kept.
"""

from django.db import migrations

# What is quick to know: solved over unsolved, valued over ignored, fresh over stale (half its worth in four years).
WORTH = """(CASE WHEN e.is_solved THEN 1.25 ELSE 1.0 END)::float8 * (1.0 + 0.03 * ln(greatest(e.score, 0)::float8 + 1.0))
            / (1.0 + greatest(extract(epoch FROM now() - e.updated_at)::float8, 0) / (31557600.0 * 4))"""
FOUND = """
            SELECT e.id, {worth} AS worth FROM search_searchentry e
            WHERE {matches}
                AND (e.space_id IS NULL OR e.space_id = ANY(spaces)) 
                AND (e.board_id = ANY(boards) OR (e.board_id IS NULL AND e.kind <> 'topic'))
                AND (cardinality(withdrawn) = 0 OR e.kind || ':' || e.object_id <> ALL(withdrawn))
                AND (begun_before IS NULL OR e.created_at < begun_before)
                AND (active_since IS NULL OR e.updated_at >= active_since)
            ORDER BY e.updated_at DESC, e.id DESC LIMIT {most}"""

# A word that is left out may stand in the text.
OF_TITLE = "e.title_words @@ asked_of_titles AND (NOT leaves_out OR e.document @@ titles)"

CANDIDATES = f"""
CREATE FUNCTION search_candidates(
    words tsquery, titles tsquery, frame tsquery, spaces bigint[], boards bigint[], withdrawn text[],
    begun_before timestamptz, active_since timestamptz, most_fresh int, most_titled int, enough_fresh int, enough_titled int,
    most_weighed int
) RETURNS TABLE (id bigint, worth float8, total int, is_capped boolean)
LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    fresh bigint[];
    fresh_worth float8[];
    titled bigint[];
    titled_worth float8[];
    asked tsquery := words;
    asked_of_titles tsquery := titles;
    leaves_out boolean := strpos(titles::text, '!') > 0;
    is_framed boolean := frame IS NOT NULL AND numnode(words) > 0;
BEGIN
    IF is_framed THEN
        asked := words && frame;
        asked_of_titles := titles && frame;
    END IF;
    LOOP
        SELECT array_agg(found.id), array_agg(found.worth) INTO fresh, fresh_worth FROM (
            {FOUND.format(worth=WORTH, matches="e.document @@ asked", most="most_fresh")}
        ) found;
        SELECT array_agg(found.id), array_agg(found.worth) INTO titled, titled_worth FROM (
            {FOUND.format(worth=WORTH, matches=OF_TITLE, most="most_titled")}
        ) found;
        EXIT WHEN NOT is_framed;
        EXIT WHEN coalesce(cardinality(fresh), 0) >= enough_fresh AND coalesce(cardinality(titled), 0) >= enough_titled;
        IF coalesce(cardinality(fresh), 0) < enough_fresh THEN
            asked := words;
        END IF;
        asked_of_titles := titles;
        is_framed := FALSE;
    END LOOP;
    RETURN QUERY
        SELECT each.id, max(each.worth), count(*) OVER ()::int,
            coalesce(cardinality(fresh), 0) >= most_fresh OR asked IS DISTINCT FROM words
        FROM (
            SELECT * FROM unnest(fresh, fresh_worth) AS f(id, worth)
            UNION ALL SELECT t.id, t.worth * 8 FROM unnest(titled, titled_worth) AS t(id, worth)
        ) each
        GROUP BY each.id ORDER BY 2 DESC, 1 DESC LIMIT most_weighed;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_entry_parts")]

    operations = [migrations.RunSQL(CANDIDATES, "DROP FUNCTION search_candidates")]
