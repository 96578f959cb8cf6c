"""Versions of before keep, from one to the next, the anchors their clauses had: links to them go on meaning the same clause."""

from typing import Any

from django.db import migrations

from governance.clauses import Clause, cook_clauses, follow_clauses, parse_clauses


def keep_anchors(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("governance", "PolicyVersion").objects
    before: list[Clause] = []
    ever: set[str] = set()
    policy = None
    for version in versions.order_by("policy", "number").iterator(chunk_size=100):
        if version.policy_id != policy:
            policy, before, ever = version.policy_id, [], set()
        own = parse_clauses(version.source)
        clauses = follow_clauses(before, version.source, ever)
        version.anchors = [each.anchor for each in clauses]
        if clauses != own:
            version.html = cook_clauses(clauses)
        version.save(update_fields=["anchors", "html"])
        before = clauses
        ever.update(version.anchors)


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_documents")]

    operations = [migrations.RunPython(keep_anchors, migrations.RunPython.noop, elidable=True)]
