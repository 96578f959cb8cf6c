"""Brings an empty database to where many migrations lead, at once (docs/decisions/0036).

A migration that stands for others (`replaces`) begins with `MakeTables`: what the others say of the models is gone through
without a database, and each table is made once, as it is in the end. What they say in SQL follows, taken from them.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Steps:
    """The migrations of one app that another stands for, in their order."""

    def __init__(self, package: str, *names: str) -> None:
        """`package` is the `__package__` of the migration that stands for them."""
        self.app = package.split(".")[-2]
        self.migrations: dict[str, type[Migration]] = {
            name: import_module(f"{package}.{name}").Migration for name in names
        }

    @property
    def replaces(self) -> list[tuple[str, str]]:
        return [(self.app, name) for name in self.migrations]

    @property
    def dependencies(self) -> list[tuple[str, str]]:
        """What they need of other apps: theirs and no more, so that a database on its way stays in order."""
        needed = {
            need: None
            for migration in self.migrations.values()
            for need in migration.dependencies
            if need[0] != self.app
        }
        return list(needed)

    @property
    def operations(self) -> list[Operation]:
        return [each for migration in self.migrations.values() for each in migration.operations]

    def sql(self, name: str) -> list[RunSQL]:
        """What the migration of that name says in SQL, in its order."""
        return _sql(self.migrations[name].operations)


def _sql(operations: Sequence[Operation]) -> list[RunSQL]:
    found: list[RunSQL] = []
    for each in operations:
        if isinstance(each, RunSQL):
            found.append(each)
        elif isinstance(each, SeparateDatabaseAndState):
            found += _sql(each.database_operations)
    return found


class MakeTables(Operation):
    """Every table of an app as the steps leave it. Of no use where one of them is there: the steps themselves go on then."""

    reversible = False

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Made model classes would be made again after each operation, with all that hang on them: this is what took long.
        state.__dict__.pop("apps", None)
        for operation in self.steps.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for label, name in to_state.models:
            if label != app_label:
                continue
            model = to_state.apps.get_model(label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        # Keys and indexes now: triggers and functions come after them.
        while schema_editor.deferred_sql:
            schema_editor.execute(schema_editor.deferred_sql.pop(0), None)

    def database_backwards(self, *given: Any) -> None:
        raise NotImplementedError("A database made at once is not taken apart step by step.")

    def describe(self) -> str:
        return f"Make the tables of {self.steps.app} at once"
