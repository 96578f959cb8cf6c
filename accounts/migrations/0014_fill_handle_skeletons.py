from django.db import migrations

from accounts.handles.skeleton import handle_skeleton

AT_ONCE = 1000


def fill(apps, schema_editor):
    """What every handle looks like; where two look alike, whoever came first keeps the look."""
    member = apps.get_model("accounts", "Member")
    rows = member.objects.order_by("pk").only("pk", "handle")
    seen, part = set(), []
    for row in rows.iterator(chunk_size=AT_ONCE):
        skeleton = handle_skeleton(row.handle)
        if skeleton not in seen:
            seen.add(skeleton)
            row.handle_skeleton = skeleton
            part.append(row)
        if len(part) == AT_ONCE:
            member.objects.bulk_update(part, ["handle_skeleton"])
            part = []
    member.objects.bulk_update(part, ["handle_skeleton"])


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0013_handles"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
