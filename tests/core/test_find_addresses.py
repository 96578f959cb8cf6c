import pytest
from django.urls import NoReverseMatch, reverse

from core.addresses import address


@pytest.mark.parametrize(
    "name, words",
    [("forums:board", ("a", "b")), ("forums:space", ("a-b",)), ("forums:topic", (7, "x"))],
)
def test_says_what_the_resolver_says(name, words):
    assert address(name, *words) == address(name, *words) == reverse(name, args=words)


def test_a_page_that_is_not_there():
    with pytest.raises(NoReverseMatch):
        address("forums:board", "only a space")
