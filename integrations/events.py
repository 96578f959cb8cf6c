"""What happens in integrations. Ids only; whoever listens reads the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImportFinished:
    """A community moved in, all of it. Its topics and posts had no event of their own."""

    run_id: int
