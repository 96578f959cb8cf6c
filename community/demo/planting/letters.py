"""Plants all letters to support in the order in which they came: told one by one, everyday ones, and those of the story."""

from accounts.models import Browser, Consent
from community.demo.planting.care import told_letters
from community.demo.planting.halfyear.letters import story_letters
from community.demo.planting.letter import everyday_letters
from community.demo.planting.world import World
from support.models import Case, CaseMessage, Enquiry, OfferedAnswer


def plant_letters(world: World) -> None:
    letters = [*told_letters(world), *everyday_letters(world), *story_letters(world)]
    for _begun, plant in sorted(letters, key=lambda letter: letter[0]):
        plant()
    world.write(Browser, Consent, Enquiry, OfferedAnswer, Case, CaseMessage)
