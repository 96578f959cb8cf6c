"""Letters to support that the launch and the price change brought, beside the everyday ones."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from community.demo import halfyear
from community.demo.everyday import Everyday
from community.demo.halfyear import letters as content
from community.demo.planting.care import Letter
from community.demo.planting.halfyear.dealing import DAY, HOUR
from community.demo.planting.letter import plant_letter
from community.demo.planting.world import World
from support.models import Enquiry

WITHHELD = 0.2
"""A new product is the time to learn what its answers are worth: drawn by lot, as ever."""


def story_letters(world: World) -> list[Letter]:
    story = world.half_year
    dice = story.dice
    letters: list[Letter] = []
    for _ in range(content.ABOUT_THE_DIPPER):
        begun = story.when(_days(dice, 1, halfyear.LAUNCH - 1, halfyear.LAUNCH - 12))
        place = Enquiry.Place.BOX if dice.random() < content.FROM_THE_BOX else Enquiry.Place.PAGE
        kind = dice.choices(content.DIPPER, content.HOW_OFTEN)[0]
        letters.append((begun, partial(_plant, story, kind, begun, place)))
    for _ in range(content.ABOUT_PRICES):
        begun = story.when(_days(dice, 1, halfyear.PRICES - 1, halfyear.PRICES - 1))
        letters.append((begun, partial(_plant, story, dice.choice(content.PRICES), begun)))
    return letters


def _days(dice: Random, last: float, first: float, most: float) -> timedelta:
    return int(dice.triangular(last, first, most)) * DAY - dice.triangular(6.5, 23, 19) * HOUR


def _plant(story: World, kind: Everyday, begun: datetime, place: str = Enquiry.Place.PAGE) -> None:
    plant_letter(story, kind, begun, withheld=WITHHELD).place = place
