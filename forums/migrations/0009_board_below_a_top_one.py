from django.db import migrations

# `stands_on_top` and `below` exist for the key alone: what hangs below a board refers to (id, space, true), which only a
# board of that space without a parent of its own can answer.
HOLD = """
ALTER TABLE forums_board
    ADD COLUMN stands_on_top boolean GENERATED ALWAYS AS (parent_id IS NULL) STORED,
    ADD COLUMN below boolean GENERATED ALWAYS AS (CASE WHEN parent_id IS NULL THEN NULL ELSE true END) STORED,
    ADD CONSTRAINT board_place UNIQUE (id, space_id, stands_on_top);
ALTER TABLE forums_board
    ADD CONSTRAINT board_below_a_top_one FOREIGN KEY (parent_id, space_id, below)
    REFERENCES forums_board (id, space_id, stands_on_top);
"""
LEAVE = """
ALTER TABLE forums_board
    DROP CONSTRAINT board_below_a_top_one,
    DROP CONSTRAINT board_place,
    DROP COLUMN below,
    DROP COLUMN stands_on_top;
"""


class Migration(migrations.Migration):
    """A board's parent has no parent, and stands in the same space."""

    dependencies = [("forums", "0008_boards")]

    operations = [migrations.RunSQL(HOLD, LEAVE)]
