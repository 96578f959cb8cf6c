"""The world itself: one scene after the other."""

import pytest

from accounts.actions import change_profile
from accounts.models import Browser
from spaces.models import Space
from tests.world.besides import (
    a_discussion,
    a_private_discussion,
    a_vote,
    alarms,
    answers_when_asked,
    articles,
    figures_by_mail,
    splits,
    things_and_figures,
    what_waits,
)
from tests.world.desk import the_desk
from tests.world.names import name_everything
from tests.world.talk import a_private_board, conversations, earlier_words, what_managers_did
from tests.world.walking import World, canary

SCENES = (
    conversations, a_private_board, what_managers_did, earlier_words, articles, a_vote, a_discussion,
    a_private_discussion, answers_when_asked, what_waits, things_and_figures, figures_by_mail, alarms, splits,
    the_desk, name_everything,
)  # fmt: skip


@pytest.fixture
def world(
    settings, member, outsider, insider, evangelist, manager, agent, executive, administrator,
    space, board, private_space, private_board,
) -> World:  # fmt: skip
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    everybody = {
        "member": member, "outsider": outsider, "insider": insider, "evangelist": evangelist,
        "manager": manager, "agent": agent, "executive": executive, "administrator": administrator,
    }  # fmt: skip
    places = {
        "space": space, "board": board, "private_space": private_space, "private_board": private_board,
    }  # fmt: skip
    w = World(facts=everybody | places)
    w.everybody, w.browser = everybody, Browser.objects.create()
    Space.objects.filter(pk=w.private_space.pk).update(
        tagline=canary("privatetagline"), about=canary("privateabout")
    )

    change_profile(
        member=w.insider, name=w.insider.name, bio=canary("ownbio"), location=canary("membersplace"),
        pronouns=canary("ownpronouns"), links=[(canary("memberslink"), "https://a.example/")],
        shown_to={"bio": "nobody", "location": "members", "pronouns": "nobody", "links": "members"},
    )  # fmt: skip
    for scene in SCENES:
        scene(w)
    return w
