"""What stops a start: one line that says what is wrong and what to do."""

MARK = "trouble: "  # how a program tells it to the supervisor, which ends with that line


class Trouble(Exception):  # noqa: N818
    """Shown to the person at the terminal as one line, without a trace; the exit status is 1."""
