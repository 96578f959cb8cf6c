"""What each role means, in words for everybody who meets its badge."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

MEANINGS: dict[str, str | Promise] = {
    Role.EVANGELIST: _(
        "Knows the products inside out and leads a space: writes articles, answers, and brings people together. "
        "What they say of products is their own experience."
    ),
    Role.MANAGER: _(
        "Looks after the community: reads reports, keeps conversations kind, and decides what is hidden, with a "
        "reason and a record everybody can read."
    ),
    Role.AGENT: _(
        "Works for the company's support. They answer cases, and sometimes here, for the company."
    ),
    Role.EXECUTIVE: _(
        "Answers for the company. They read here what members need, and see figures, never anybody's letters by name."
    ),
    Role.ADMINISTRATOR: _(
        "Runs this place: its spaces, its look, who comes in and who has a role."
    ),
}
