from typing import Any


def batches(rows: Any, size: int = 500) -> Any:
    """Rows in lists of `size`, so that a long download needs little memory and few queries."""
    batch = []
    for row in rows.iterator(size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
