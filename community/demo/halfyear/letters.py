"""What customers wrote to support because of the launch, and because of the prices. `answers` are keys of questions."""

from community.demo.everyday import Everyday

ABOUT_THE_DIPPER, ABOUT_PRICES = 150, 76
FROM_THE_BOX = 0.3
"""Of letters about the Dipper: the share that was written in the box on the shop's own page."""

DIPPER = (
    Everyday(
        subjects=("Dipper squeaks", "My Dipper sounds like a door"),
        texts=("It squeaks on the way down.", "A long squeak at each pull, since the first day."),
        reply="A pea of grease round the seal. The tube is in the lid.",
        answers=("dipper-squeak", "dipper-hard"),
    ),
    Everyday(
        subjects=("The Dipper's lever springs back", "Dipper: lever stops half way"),
        texts=("It goes half way and comes back.", "Pushes my arm up again in the middle."),
        reply="Air under the piston: lever all the way up, pour, wait five seconds.",
        answers=("dipper-springs", "dipper-hard"),
    ),
    Everyday(
        subjects=("Dipper makes lukewarm coffee", "Coffee from the Dipper isn't hot"),
        texts=(
            "Boiling in, lukewarm out.",
            "It's never hot, whatever I do.",
            "Is the glass too cold?",
        ),
        reply="Fill the chamber once, tip it out, then brew.",
        answers=("dipper-lukewarm", "dipper-preheat"),
    ),
    Everyday(
        subjects=("Dipper leaks at the top", "Water round the piston of my Dipper"),
        texts=("A ring of water at the top.", "It comes up past the seal when I pull."),
        reply="The seal sits in the wrong groove; our picture was upside down. Sorry.",
        answers=("dipper-top", "dipper-leaks"),
    ),
    Everyday(
        subjects=("The Dipper's ring stays white", "Dipper shows no pressure"),
        texts=("The ring never moves.", "White, always white."),
        reply="There is a clip behind it for the transport. Pull it out to the left.",
        answers=("dipper-ring", "dipper-six"),
    ),
    Everyday(
        subjects=("Dipper shots are too fast", "Sour coffee from the Dipper"),
        texts=(
            "Ten seconds and it's through.",
            "Thin and sour.",
            "I grind finer and finer, still sour.",
        ),
        reply="Finer, and lean on it for five seconds before you pull.",
        answers=("dipper-fast", "dipper-sour"),
    ),
    Everyday(
        subjects=("Dipper: lever is loose", "Play in the Dipper's lever"),
        texts=("It moves to the left and right.", "Loose after a week."),
        reply="A quarter turn at the pin with the small key.",
        answers=("dipper-loose",),
    ),
    Everyday(
        subjects=("How to clean a Dipper", "Brown film in my Dipper"),
        texts=("There's a brown film.", "May it go into the dishwasher?"),
        reply="Warm water and a drop of soap, no powder. Basket and screen may go into the dishwasher.",
        answers=("dipper-clean", "dipper-dishwasher"),
    ),
    Everyday(
        subjects=("Basket stuck in the Dipper", "I can't open my Dipper"),
        texts=("It won't turn back.", "Stuck since this morning."),
        reply="Hot water over the outside for a minute, then it turns.",
        answers=("dipper-basket", "dipper-nut"),
    ),
    Everyday(
        subjects=("My Dipper hasn't come", "Where is my Dipper?"),
        texts=("Ordered on the first day, nothing yet.", "The tracking knows nothing."),
        reply="The second batch leaves on Thursday, and yours with it.",
    ),
    Everyday(
        subjects=("The Dipper's box was damaged", "Dipper with a missing screw"),
        texts=("The glass is fine, the box isn't.", "Three screws for four holes."),
        reply="What is missing is in the post today.",
    ),
)

HOW_OFTEN = (7, 3, 7, 3, 2, 5, 2, 2, 2, 3, 2)
"""Of each kind above: some troubles are everybody's."""

PRICES = (
    Everyday(
        subjects=("Price of a gasket", "The gasket costs more than on the list"),
        texts=(
            "My printed list says 6.40, the basket says 7.20.",
            "I ordered the same part in spring for less. Is it another one?",
        ),
        reply="Parts went up by 12 % on average; yours was ordered after that day.",
    ),
    Everyday(
        subjects=("Bill higher than the order", "Charged the wrong amount"),
        texts=(
            "The confirmation and the bill are not the same.",
            "I put it into the basket last week at the old price.",
            "Please check the amount. I don't pay for a mistake.",
        ),
        reply="It counts when the order is placed. We keep the old price for you this once.",
    ),
    Everyday(
        subjects=("Do dealers pay the new price, too?", "Old price for repair shops?"),
        texts=("We buy forty gaskets a month.", "Our customers were quoted the old price."),
        reply="Orders on a running quote keep theirs until the end of the quarter.",
    ),
)
