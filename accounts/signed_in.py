from django.http import HttpRequest

from accounts.models import Member


def signed_in(request: HttpRequest) -> Member:
    """The member behind a request that only members may make (LoginRequiredMixin has asked)."""
    member = request.user
    if not isinstance(member, Member):
        raise TypeError("Nobody is signed in: the view lacks LoginRequiredMixin.")
    return member
