"""The people of the demo community. The demo identity provider signs in as any of them."""

from community.demo.members import ADVERTISER, MEMBERS
from community.demo.person import Person, Role, staff

__all__ = ["BY_HANDLE", "CAST", "MEMBERS", "PEOPLE", "STAFF", "Person", "Role"]

STAFF = [
    staff(
        "ines",
        "Ines Calloway",
        "evangelist",
        "Bristol",
        "I look after Home Espresso. Eleven years behind bars, four on the Fennimore bench. "
        "Ask me anything about the Tern; I have taken apart more of them than I can count.",
    ),
    staff(
        "jun",
        "Jun Takeda",
        "evangelist",
        "Kobe",
        "Filter and pour-over. I roast small batches on Sundays and drink most of them by Tuesday.",
    ),
    staff(
        "priya",
        "Priya Raman",
        "manager",
        "Bristol",
        "Community manager. If something here is unkind, unclear or unanswered, tell me.",
    ),
    staff(
        "otto",
        "Otto Brandt",
        "agent",
        "Hamburg",
        "Customer support. I read your case before I write to you, I promise.",
    ),
    staff(
        "helen",
        "Helen Marsh",
        "executive",
        "Bristol",
        "I run the customer side of Fennimore. Mostly I listen here. Flat white, no sugar.",
    ),
    staff(
        "sam",
        "Sam Whitlock",
        "administrator",
        "Bristol",
        "I keep the lights on. AeroPress person among espresso people.",
    ),
]

PEOPLE: list[Person] = [*STAFF, *MEMBERS]
BY_HANDLE: dict[str, Person] = {person.handle: person for person in [*PEOPLE, ADVERTISER]}

# One person for each role, in the order in which they are offered at sign-in.
CAST: dict[Role, str] = {
    "newcomer": "tomas",
    "member": "mara",
    "evangelist": "ines",
    "manager": "priya",
    "agent": "otto",
    "executive": "helen",
    "administrator": "sam",
}
