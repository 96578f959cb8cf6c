from collections.abc import Callable

from django.db import transaction

from community.demo.planting.afterwards import plant_afterwards
from community.demo.planting.asking import plant_questions
from community.demo.planting.desk import plant_desk
from community.demo.planting.documents import plant_documents, plant_opinions
from community.demo.planting.faces import plant_faces
from community.demo.planting.halfyear.marks import plant_marks
from community.demo.planting.halfyear.talk import plant_half_year
from community.demo.planting.halfyear.visits import plant_half_year_visits
from community.demo.planting.inbox import plant_inbox
from community.demo.planting.keeping import plant_keeping
from community.demo.planting.kinds import plant_kinds
from community.demo.planting.letters import plant_letters
from community.demo.planting.library import plant_library
from community.demo.planting.mondays import plant_mondays
from community.demo.planting.order import plant_order
from community.demo.planting.people import plant_people
from community.demo.planting.places import plant_places
from community.demo.planting.products import plant_products
from community.demo.planting.shelf import plant_shelf
from community.demo.planting.stages import plant_stages
from community.demo.planting.talk import plant_talk
from community.demo.planting.visits import plant_visits
from community.demo.planting.votes import plant_votes
from community.demo.planting.world import World
from community.demo.planting.worth import plant_worth

# In the order in which one needs the other; the words are shown as it goes.
STEPS: tuple[tuple[str, Callable[[World], None]], ...] = (
    ("people and their roles", plant_people),
    ("their pictures and links", plant_faces),
    ("brand, spaces and boards", plant_places),
    ("half a year of conversations", plant_talk),
    ("articles and what was said of them", plant_library),
    ("the library, and how visitors signed in", plant_shelf),
    ("terms and the vote on them", plant_votes),
    ("what stands beside policies", plant_documents),
    ("a proposal at every stage", plant_stages),
    ("what is said of one clause by clause", plant_opinions),
    ("reports and the log", plant_order),
    ("what was kept and edited", plant_afterwards),
    ("ideas, polls and announcements", plant_kinds),
    ("who follows what", plant_inbox),
    ("a launch, a leave and a price change", plant_half_year),
    ("what the company sells", plant_products),
    ("letters to support", plant_letters),
    ("the desk of support", plant_desk),
    ("visits", plant_visits),
    ("what its customers read and bought", plant_half_year_visits),
    ("who gets which figures", plant_mondays),
    ("what the saving stands on", plant_worth),
    ("notes on the time line, and another help desk", plant_marks),
    ("questions to members", plant_questions),
    ("what managers keep in order", plant_keeping),
)


@transaction.atomic
def plant_everything(tell: Callable[[str], None]) -> World:
    """Plant the demo in one transaction: all of it, or nothing where it is cut short."""
    world = World.of_today()
    for words, plant in STEPS:
        tell(words)
        plant(world)
    return world
