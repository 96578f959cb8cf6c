"""Which mail no person wrote to us: it is set aside and never answered, or two machines would talk for ever."""

from integrations.letters.letter import Letter

# By header, what in it says that a machine wrote: RFC 3834, and what programs did before it.
_AUTO = ("x-autoreply", "x-autorespond", "x-failed-recipients")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_MACHINES = (
    "mailer-daemon@",
    "postmaster@",
    "noreply@",
    "no-reply@",
    "donotreply@",
    "do-not-reply@",
)


def why_set_aside(letter: Letter, *, own: set[str], own_host: str) -> str:
    """The reason in one word, or nothing for a mail of a person. `own`: addresses we write from, in lower case."""
    if not letter.sender:
        return "no sender"
    if letter.sender in own or _is_our_name(letter.message_id, own_host):
        return "our own"
    if letter.header("return-path").strip() == "<>" or letter.is_report:
        return "bounce"
    if letter.sender.startswith(("mailer-daemon@", "postmaster@")):
        return "bounce"
    said = letter.header("auto-submitted").split(";")[0].strip().lower()
    if said and said != "no":
        return "auto-reply"
    if any(name in letter.headers for name in _AUTO):
        return "auto-reply"
    if letter.header("precedence").strip().lower() in _BULK:
        return "auto-reply" if "auto" in letter.header("precedence").lower() else "bulk"
    if "list-id" in letter.headers or "list-unsubscribe" in letter.headers:
        return "bulk"
    if letter.sender.startswith(_MACHINES):
        return "no answer wanted"
    return ""


def _is_our_name(message_id: str, own_host: str) -> bool:
    return message_id.startswith("<hearth-mail-") and message_id.endswith(f"@{own_host}>")


def is_authenticated(letter: Letter, server: str) -> bool:
    """Whether our own mail server says that DMARC held for the sender's domain; nobody else's word counts.

    `server` is the name it gives itself in Authentication-Results, set by the administrator; the topmost header of
    that name is its own, for a server takes away those that came with its name (RFC 8601, section 5).
    """
    if not server:
        return False
    for value in letter.headers.get("authentication-results", ()):
        name, _semicolon, results = value.partition(";")
        if name.strip().split(" ")[0].lower() == server.lower():
            return "dmarc=pass" in results.lower().replace(" ", "")
    return False
