"""In which language somebody reads a policy."""

from collections.abc import Collection

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

# Written languages that browsers name by themselves, and the name they have here.
ALSO = {"nb": "no", "nn": "no"}
MOST_CHARS = 500


def language_for(request: HttpRequest, own: str, others: Collection[str]) -> str:
    """The one they ask for in the address, else the first their browser names; else the policy's own."""
    if (asked := request.GET.get("language", "")) and (asked == own or asked in others):
        return asked
    for name in preferred(request.headers.get("accept-language", "")):
        if name == own or name in others:
            return name
    return own


def preferred(accepted: str) -> list[str]:
    """Languages a browser names, the liked ones first, without their countries."""
    names = [tag.split("-")[0] for tag, _weight in parse_accept_lang_header(accepted[:MOST_CHARS])]
    return list(dict.fromkeys(ALSO.get(name, name) for name in names))
