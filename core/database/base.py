import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each request Django asks the server "SELECT 1" to learn whether the connection still stands.

    An idle connection has nothing to read. One whose server ended, or was ended, has its end to read, and only then is asked:
    a statement less for every page.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        line = select.poll()
        line.register(self.connection.pgconn.socket, select.POLLIN)
        return not line.poll(0) or super().is_usable()
