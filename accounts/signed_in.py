from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Member, Viewer


def signed_in(request: HttpRequest) -> Member:
    """The member behind a request that only members may make (LoginRequiredMixin has asked)."""
    member = request.user
    if not isinstance(member, Member):
        raise TypeError("Nobody is signed in: the view lacks LoginRequiredMixin.")
    return member


def reader_of(request: HttpRequest) -> Viewer:
    """Whoever reads, themselves: Django's lazy stand-in looks them up at each of a page's thousand questions."""
    reader: Any = request.user
    if isinstance(reader, SimpleLazyObject):
        bool(reader.is_authenticated)  # now they are looked up
        reader = reader._wrapped
    return reader
