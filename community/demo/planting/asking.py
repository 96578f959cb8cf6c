from itertools import cycle

from accounts.models import Consent, ProfileAnswer, ProfileQuestion
from analytics.actions import settle_answers
from community.demo.people import PEOPLE
from community.demo.planting.world import World
from community.demo.questions import ANSWERS, QUESTIONS


def plant_questions(world: World) -> None:
    """Questions of the studio, and answers of customers; used as far as each of them allowed it."""
    people = [
        world.members[person.handle]
        for person in PEOPLE
        if not person.is_staff and person.joined > 30
    ]
    for position, (asked, dealt) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1):
        question = ProfileQuestion.objects.create(position=position, **asked)
        held = {
            row.member_id: row
            for row in Consent.objects.in_force().filter(purpose=question.purpose)
        }
        values = cycle(dealt)
        ProfileAnswer.objects.bulk_create(
            ProfileAnswer(
                question=question,
                member=member,
                value=next(values),
                consent=held.get(member.pk),
            )
            for number, member in enumerate(people)
            if number % 3
        )
    for member in people:
        settle_answers(member_id=member.pk)
