"""The provider's page, who do you want to be?, and the demo's mailbox."""

from html import escape
from pathlib import Path

from community.demo.people import BY_HANDLE, CAST, PEOPLE, Person
from community.local.identity.provider import Identity
from community.local.mailbox import letters, text_of

STYLE = """\
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 .25rem; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
ul { display: grid; gap: .5rem; list-style: none; margin: 0; padding: 0;
     grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
button, input { border: 1px solid light-dark(#767676, #8c8c8c); border-radius: .375rem; font: inherit;
     min-height: 2.75rem; padding: .375rem .75rem; width: 100%; box-sizing: border-box; }
button { background: light-dark(#fff, #222); color: inherit; cursor: pointer; text-align: start; }
button:hover { background: light-dark(#f0f0f0, #333); }
:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4f8); outline-offset: 2px; }
label { display: block; margin: .75rem 0 .25rem; }
article { border-top: 1px solid light-dark(#767676, #8c8c8c); margin-top: 1.5rem; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
form.new button { margin-top: 1rem; text-align: center; }
"""


def identity_of(person: Person) -> Identity:
    email = person.email or f"{person.handle}@customers.example"
    return Identity(person.sub, person.name, person.handle, email)


def by_sub() -> dict[str, Identity]:
    return {person.sub: identity_of(person) for person in PEOPLE}


def choose(ticket: str, *, problem: str = "") -> str:
    """One of each role as a button, a form for someone new, and everybody else."""
    cast = [BY_HANDLE[handle] for handle in CAST.values()]
    others = [person for person in PEOPLE if person not in cast]
    said = f'<p role="alert"><strong>{escape(problem)}</strong></p>' if problem else ""
    return _page(
        "Who do you want to be?",
        f"""<p>This is the demo identity provider. It stands for your company's own, runs on this
machine only, and asks for no password.</p>{said}{_group("One of each role", cast, ticket)}
<h2>Someone new</h2>
<form class="new" method="post" action="/continue">
<input type="hidden" name="ticket" value="{escape(ticket)}">
<label for="name">Name</label>
<input id="name" name="name" required maxlength="80" autocomplete="name">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" required maxlength="200" autocomplete="email">
<button>Continue as someone new</button>
</form>{_group("Everybody else", others, ticket)}""",
    )


def mailbox(folder: Path) -> str:
    """What the site mailed, the newest first; codes for signing in by mail among it."""
    rows = "".join(
        f"""<article><h2>{escape(str(letter["Subject"] or ""))}</h2>
<p>To {escape(str(letter["To"] or ""))}, {escape(str(letter["Date"] or ""))}</p>
<pre>{escape(text_of(letter))}</pre></article>"""
        for letter in letters(folder)
    )
    return _page("Mail of the demo", rows or "<p>Nothing was mailed yet.</p>")


def refusal(reason: str) -> str:
    return _page(
        "This sign-in cannot go on",
        f"<p>{escape(reason)}</p><p>Go back to the site and choose “Sign in” again.</p>",
    )


def _group(title: str, people: list[Person], ticket: str) -> str:
    rows = "".join(
        f"""<li><form method="post" action="/continue">
<input type="hidden" name="ticket" value="{escape(ticket)}">
<button name="sub" value="{escape(person.sub)}">Continue as {escape(person.name)} – \
{escape(person.role)}</button>
</form></li>"""
        for person in people
    )
    return f"<section><h2>{title}</h2><ul>{rows}</ul></section>"


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – demo identity provider</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""
