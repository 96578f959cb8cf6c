"""A community of any size, for measuring: `manage.py plant --posts 1000000`.

Nothing in it is meant to be read; everything is what the pages of a grown community stand on. Made with COPY by chance that a seed
settles, in one transaction; the indexes and constraints of the large tables are set aside meanwhile and made again at its end,
so that the database has checked every row. `size.py` says how much there is of what, `talk.py` what is said, `rows.py` which rows that is.
"""

from community.crowd.plant import NotEmpty, plant
from community.crowd.size import Size

__all__ = ["NotEmpty", "Size", "plant"]
