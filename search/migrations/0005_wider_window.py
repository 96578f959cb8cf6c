"""Two windows before the whole index: what is common is found in the freshest entries, what is rarer in ten times as many.

The function of before stays for code of before: this one takes a window more.
"""

from importlib import import_module

from django.db import migrations

before = import_module("search.migrations.0004_candidates")

FRESH = before.FOUND.format(worth=before.WORTH, matches="e.document @@ asked", most="most_fresh")
TITLED = before.FOUND.format(worth=before.WORTH, matches=before.OF_TITLE, most="most_titled")

CANDIDATES = f"""
CREATE FUNCTION search_candidates(
    words tsquery, titles tsquery, frame tsquery, wide tsquery, spaces bigint[], boards bigint[], withdrawn text[],
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
    asked tsquery;
    asked_of_titles tsquery;
    within tsquery;
    leaves_out boolean := strpos(titles::text, '!') > 0;
    is_framed boolean := FALSE;
    fresh_wanted int := greatest(enough_fresh, 0);
    needs_fresh boolean := TRUE;
    needs_titled boolean := TRUE;
BEGIN
    FOR stage IN 1..3 LOOP
        within := CASE stage WHEN 1 THEN frame WHEN 2 THEN wide END;
        CONTINUE WHEN stage < 3 AND within IS NULL;
        IF needs_fresh THEN
            asked := CASE WHEN within IS NULL OR numnode(words) = 0 THEN words ELSE words && within END;
            is_framed := within IS NOT NULL;
            SELECT array_agg(found.id), array_agg(found.worth) INTO fresh, fresh_worth FROM ({FRESH}) found;
            needs_fresh := coalesce(cardinality(fresh), 0) < fresh_wanted;
        END IF;
        -- The whole index is asked for what leaves words out once, by its documents: titles alone do not tell.
        IF needs_titled AND NOT (leaves_out AND stage = 3) THEN
            asked_of_titles := CASE WHEN within IS NULL OR numnode(titles) = 0 THEN titles ELSE titles && within END;
            SELECT array_agg(found.id), array_agg(found.worth) INTO titled, titled_worth FROM ({TITLED}) found;
            needs_titled := coalesce(cardinality(titled), 0) < enough_titled;
        END IF;
        EXIT WHEN NOT (needs_fresh OR needs_titled);
        -- Of what the wider window holds a page of, the rest is not looked for.
        fresh_wanted := least(fresh_wanted, 20);
    END LOOP;
    RETURN QUERY
        SELECT each.id, max(each.worth), count(*) OVER ()::int,
            coalesce(cardinality(fresh), 0) >= most_fresh OR is_framed
        FROM (
            SELECT * FROM unnest(fresh, fresh_worth) AS f(id, worth)
            UNION ALL SELECT t.id, t.worth * 8 FROM unnest(titled, titled_worth) AS t(id, worth)
        ) each
        GROUP BY each.id ORDER BY 2 DESC, 1 DESC LIMIT most_weighed;
END $$;
"""
FORGET = """
DROP FUNCTION search_candidates(
    tsquery, tsquery, tsquery, tsquery, bigint[], bigint[], text[], timestamptz, timestamptz, int, int, int, int, int
)
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0004_candidates")]

    operations = [migrations.RunSQL(CANDIDATES, FORGET)]
