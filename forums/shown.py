"""The names under which core.pagecache knows what visitors' pages show of a topic."""

LATEST = "latest"


def names_of_topic(topic_id: int, space_id: int) -> tuple[str, ...]:
    return (f"topic:{topic_id}", f"space:{space_id}", LATEST)
