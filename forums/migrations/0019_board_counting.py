from django.db import migrations

# Statements that add or take many rows (an import, a COPY) change each board once; a topic that is hidden, shown or moved by
# itself fires only then. Replies, which write other columns, fire nothing.
COUNT = """
UPDATE forums_board SET topic_count = counted.n
FROM (SELECT board_id, count(*) AS n FROM forums_topic WHERE state = 'visible' GROUP BY board_id) counted
WHERE counted.board_id = forums_board.id;

CREATE FUNCTION forums_topics_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forums_board SET topic_count = topic_count + counted.n
    FROM (SELECT board_id, count(*) AS n FROM came WHERE state = 'visible' GROUP BY board_id) counted
    WHERE counted.board_id = forums_board.id;
    RETURN NULL;
END $$;
CREATE FUNCTION forums_topics_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forums_board SET topic_count = topic_count - counted.n
    FROM (SELECT board_id, count(*) AS n FROM went WHERE state = 'visible' GROUP BY board_id) counted
    WHERE counted.board_id = forums_board.id;
    RETURN NULL;
END $$;
CREATE FUNCTION forums_topic_turned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forums_board SET topic_count = topic_count
        + (CASE WHEN id = NEW.board_id AND NEW.state = 'visible' THEN 1 ELSE 0 END)
        - (CASE WHEN id = OLD.board_id AND OLD.state = 'visible' THEN 1 ELSE 0 END)
    WHERE id IN (OLD.board_id, NEW.board_id);
    RETURN NULL;
END $$;
CREATE TRIGGER topics_came AFTER INSERT ON forums_topic
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION forums_topics_came();
CREATE TRIGGER topics_went AFTER DELETE ON forums_topic
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION forums_topics_went();
CREATE TRIGGER topic_turned AFTER UPDATE OF state, board_id ON forums_topic
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.board_id IS DISTINCT FROM NEW.board_id)
    EXECUTE FUNCTION forums_topic_turned();
"""
LEAVE = """
DROP TRIGGER topics_came ON forums_topic;
DROP TRIGGER topics_went ON forums_topic;
DROP TRIGGER topic_turned ON forums_topic;
DROP FUNCTION forums_topics_came();
DROP FUNCTION forums_topics_went();
DROP FUNCTION forums_topic_turned();
"""


class Migration(migrations.Migration):
    """A board knows how many visible topics it has."""

    dependencies = [("forums", "0018_board_counts")]

    operations = [migrations.RunSQL(COUNT, LEAVE)]
