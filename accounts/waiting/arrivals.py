"""What higher floors do when somebody has just signed in, still inside the sign-in callback.

Forums registers here the posting of what a visitor wrote before signing in. Each is called with the
request and the member and may answer with an address to land on; the first answer wins.
"""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import Member

Arrival = Callable[[HttpRequest, Member], str | None]
_arrivals: list[Arrival] = []


def on_arrival(arrival: Arrival) -> Arrival:
    if arrival not in _arrivals:
        _arrivals.append(arrival)
    return arrival


def welcome(request: HttpRequest, member: Member) -> str | None:
    """Run every arrival; returns the first address one of them offers."""
    addresses = [address for arrival in _arrivals if (address := arrival(request, member))]
    return addresses[0] if addresses else None
