import pytest

from accounts.models import Member
from spaces.models import Space
from spaces.queries import readers_of


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", Space.Visibility.values)
def test_readers_are_those_who_see_the_space(
    private_space, insider, member, evangelist, manager, agent, executive, administrator, visibility
):
    Space.objects.filter(pk=private_space.pk).update(visibility=visibility)
    private_space.refresh_from_db()
    readers = {each.handle for each in readers_of(private_space, Member.objects.all())}
    seeing = {
        each.handle
        for each in Member.objects.all()
        if Space.objects.visible_to(each).filter(pk=private_space.pk).exists()
    }
    assert readers == seeing
    assert ("member" in readers) == (visibility != Space.Visibility.PRIVATE)
