"""What is said: sentences put together by chance, cooked once, and used again in other company."""

import random
from dataclasses import dataclass
from functools import cached_property

from core.text import cook, plain_text


def each(line: str) -> list[str]:
    return line.split()


PARTS = each(
    "grinder burr kettle filter gasket pump basket portafilter wand valve boiler hopper scale lid cable fuse button light dial screw "
    "spring seal hose tank tray drip thermostat probe switch motor belt collar spout handle carafe press plunger timer display board "
    "sensor heater bracket washer nozzle cover casing foot plug socket relay solenoid piston cylinder lever chute catch cup saucer"
)
THINGS = each(
    "water pressure shot crema temperature dose yield roast bloom paper flow channel noise static steam milk foam scent taste colour "
    "bitterness sweetness acidity body aftertaste chaff dust residue oil limescale rust steam-mark gauge reading setting warranty invoice "
    "parcel delivery manual firmware update account order receipt spare voucher visit workshop course recipe ratio routine habit"
)
ACTS = each(
    "leaks stalls hums clicks drips squeaks overheats trips sticks smells blinks jams slips cracks rattles stops warms cools swells "
    "loosens tightens scratches burns freezes resets restarts hesitates whistles shakes clogs empties fills spits bubbles"
)
WHEN = [
    "after descaling", "in the morning", "when it is cold", "after a month", "since the update", "under load", "at full steam",
    "with soft water", "with hard water", "on the lowest setting", "on the highest setting", "after cleaning", "every second time",
    "once it is warm", "while nobody looks", "with light roasts", "with dark roasts", "before the first cup", "at altitude", "in the office",
]  # fmt: skip
SAID = [
    "The {part} of my {name} {act} {when}, and the {thing} is not what it was.",
    "Has anybody seen the {part} behave like that {when}?",
    "I took out the {part}, cleaned it, put it back, and it still {act}.",
    "What helped here was another {part}; the {thing} came back at once.",
    "Before you order a new {part}, look at the {thing} {when}.",
    "Mine {act} {when}, too, but only with the {name}.",
    "The {name} and its {part} do not like each other {when}.",
    "It was the {part} in the end: a new one, and the {thing} is fine.",
    "Support told me that the {part} {act} when the {thing} is too high.",
    "Write down the {thing} each time, and you will see whether the {part} {act} {when}.",
    "I would not touch the {part} as long as the {thing} stays where it is.",
    "Thank you, that was it: the {part} sat askew.",
    "There is a drawing of the {part} in the manual of the {name}.",
    "Turn the {part} a quarter to the left, wait, and listen whether it {act}.",
]
ASKED = [
    "{Part} of the {name} {act} {when}",
    "How much {thing} is right for the {name}?",
    "{Name}: the {part} {act}, and the {thing} is gone",
    "Which {part} fits the {name}?",
    "{Thing} changes {when} with a {name}",
    "Replacing the {part} of a {name}",
    "Is it the {part} or the {thing}?",
    "{Name} {act} {when}: what did you do?",
    "My notes on {thing} and {part}",
    "The {part} I should have bought first, a {name}",
]
SYLLABLES = each(
    "ba bel bo cor da del do fen fi gar ha jo ka kel la lo lum ma mer mi na nor o pel pi qua ra ri ron sa sol ta ter tin u va vel vo wen za"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, a quotation or a piece of code: as written, as cooked, and the words in it."""

    source: str
    html: str
    plain: str

    @classmethod
    def of(cls, source: str) -> "Block":
        html = cook(source)
        return cls(source, html, plain_text(html))


class Words:
    """A stock of blocks and names as large as the community asks for."""

    def __init__(self, chance: random.Random, posts: int) -> None:
        self.names = sorted({self._coined(chance) for _ in range(min(60 + posts // 50, 4_000))})
        chance.shuffle(self.names)
        count = min(60 + posts // 20, 2_500)
        self.paragraphs = [Block.of(self._paragraph(chance)) for _ in range(count)]
        self.others = [Block.of(self._other(chance)) for _ in range(count // 10)]

    @cached_property
    def tags(self) -> list[str]:
        """What conversations are tagged with, the most used first."""
        return [*PARTS[:40], *THINGS[:40], *(name.lower() for name in self.names[:120])]

    def post(self, chance: random.Random, serial: int) -> tuple[str, str, str]:
        """Source, HTML and plain words. Some name a number that few others do."""
        drawn = chance.random()
        blocks = [self._any(chance, self.paragraphs)]
        if drawn < 0.12:
            blocks += [self._any(chance, self.others), self._any(chance, self.paragraphs)]
        elif drawn < 0.45:
            blocks.append(self._any(chance, self.paragraphs))
        if drawn > 0.8:
            said = f"The serial number ends in hx{serial % 30_011}."
            blocks.append(Block(said, f"<p>{said}</p>\n", said))
        return (
            "\n\n".join(each.source for each in blocks),
            "".join(each.html for each in blocks),
            " ".join(each.plain for each in blocks),
        )

    def title(self, chance: random.Random) -> str:
        title = chance.choice(ASKED).format(**self._filling(chance))
        return title if chance.random() < 0.7 else f"{title} ({chance.choice(PARTS)})"

    def _any(self, chance: random.Random, blocks: list[Block]) -> Block:
        return blocks[int(len(blocks) * chance.random())]

    def _coined(self, chance: random.Random) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()

    def _name(self, chance: random.Random) -> str:
        """Few are spoken of often, most hardly ever."""
        return self.names[int(len(self.names) * chance.random() ** 3)]

    def _filling(self, chance: random.Random) -> dict[str, str]:
        part, thing, name = chance.choice(PARTS), chance.choice(THINGS), self._name(chance)
        return {
            "part": part, "Part": part.capitalize(), "thing": thing, "Thing": thing.capitalize(),
            "name": name, "Name": name, "act": chance.choice(ACTS), "when": chance.choice(WHEN),
        }  # fmt: skip

    def _sentence(self, chance: random.Random) -> str:
        return chance.choice(SAID).format(**self._filling(chance))

    def _paragraph(self, chance: random.Random) -> str:
        return " ".join(self._sentence(chance) for _ in range(chance.choice([1, 1, 2, 2, 3, 4])))

    def _other(self, chance: random.Random) -> str:
        kind = chance.randrange(3)
        if kind == 0:
            return "\n".join(f"* {self._sentence(chance)}" for _ in range(3))
        if kind == 1:
            return f"> {self._sentence(chance)}"
        return f"```\n{chance.choice(THINGS)} = {chance.randrange(1000)}\n```"
