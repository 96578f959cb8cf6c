from django.db import transaction

from accounts.models import Member


@transaction.atomic
def change_profile(*, member: Member, name: str, bio: str) -> Member:
    """Change how a member is named and described to others."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    member.name, member.bio = name.strip(), bio.strip()
    member.save(update_fields=["name", "bio"])
    return member
