"""What visitors ask support on ordinary days; planting spreads these over the half year.

`answers` are keys of solved conversations, most fitting first. Without any, the community cannot
know: orders, invoices, parcels.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Everyday:
    """One kind of trouble, in several people's words."""

    subjects: tuple[str, ...]
    texts: tuple[str, ...]
    reply: str
    answers: tuple[str, ...] = ()


EVERYDAY: tuple[Everyday, ...] = (
    Everyday(
        subjects=("Water under the machine", "Puddle under my Tern"),
        texts=(
            "There's a puddle under my Tern each morning.",
            "Clean, cold water on the worktop after the first cup. The tray isn't full.",
            "It leaves a wet ring on the left side. Where does it come from?",
        ),
        reply="It was the return hose; a photo of where it belongs is on its way.",
        answers=("drip-tray",),
    ),
    Everyday(
        subjects=(
            "Tern leaks at the portafilter",
            "Coffee comes out at the top of the portafilter",
        ),
        texts=(
            "Coffee runs down the outside while brewing.",
            "It drips past the ring since last week, however hard I turn.",
            "The handle goes nearly all the way to the right now, and it leaks.",
        ),
        reply="A new gasket, TN-114, is in the post.",
        answers=("group-gasket", "portafilter-right"),
    ),
    Everyday(
        subjects=("No water, three blue blinks", "Pump hums, nothing comes out"),
        texts=(
            "I refilled the tank and it only hums.",
            "It ran dry, now it blinks blue three times and that's all.",
            "Worked yesterday, today just a loud pump.",
        ),
        reply="Air in the pump. Glad that the hot water tap did it.",
        answers=("no-flow",),
    ),
    Everyday(
        subjects=("Descaling light", "Do I have to descale?"),
        texts=(
            "It's on although our water is soft. Do I have to?",
            "The light came back after only three months.",
            "I use filtered water and it still asks.",
        ),
        reply="Set the hardness to 1, then hold the hot water button.",
        answers=("descale-soft-water",),
    ),
    Everyday(
        subjects=("Weak steam", "Steam fades"),
        texts=(
            "The steam fades while I'm still pouring in air.",
            "Enough for one jug, then only a breath.",
            "It used to be stronger. Nothing else has changed.",
        ),
        reply="Two rounds of descaler, steam side included. Tell us if it comes back.",
        answers=("descaling-a-tern-the-calm-way",),
    ),
    Everyday(
        subjects=("Everything tastes sour", "Sour espresso"),
        texts=(
            "New machine, and each shot is sour.",
            "I've tried three coffees and they are all sour.",
            "It runs through very quickly and makes me squint.",
        ),
        reply="Finer, and weigh what comes out. The article has the order to do it in.",
        answers=("sour-first-week", "light-roast-ratio"),
    ),
    Everyday(
        subjects=("Which grind setting for espresso?", "Wren: what number?"),
        texts=(
            "The booklet of my Wren says 'fine'.",
            "I'm at 30 and it gushes. How low may I go?",
            "Is there a table of settings?",
        ),
        reply="Find the chirp and count eleven to seventeen marks from there.",
        answers=("wren-espresso-range",),
    ),
    Everyday(
        subjects=("Wren makes a scraping noise", "Metal sound from the Wren"),
        texts=(
            "Since I cleaned it, it chirps.",
            "At setting 8 the burrs seem to touch.",
            "It sounds like metal on metal when I go fine.",
        ),
        reply="Most likely a grain under the burr; the steps are in the article.",
        answers=("burrs-touch",),
    ),
    Everyday(
        subjects=("Coffee dust everywhere", "Static on the Wren"),
        texts=(
            "The Wren throws chaff across the kitchen.",
            "Grounds stick to everything, in winter above all.",
            "It sprays. Is a part missing?",
        ),
        reply="One drop of water on the beans, really.",
        answers=("static",),
    ),
    Everyday(
        subjects=("Spots inside the kettle", "Is my Heron rusting?"),
        texts=(
            "There are brown freckles on the floor of it.",
            "Small brown dots after two months, and it says stainless.",
            "Can I still drink from it?",
        ),
        reply="Minerals, not rust: citric acid and twenty minutes.",
        answers=("freckles",),
    ),
    Everyday(
        subjects=("Kettle never beeps in the mountains", "Heron boils and boils"),
        texts=(
            "We live at 1,900 metres and it never says it's ready.",
            "Set to 96, it boils away and doesn't switch off.",
        ),
        reply="Set the altitude; both buttons for three seconds.",
        answers=("altitude",),
    ),
    Everyday(
        subjects=("Plover won't charge", "Scale is dead"),
        texts=(
            "My laptop's charger does nothing.",
            "No light when I plug it in. It was fine in the shop.",
            "Charges from the computer but not from the wall.",
        ),
        reply="A board with the missing parts is in the post.",
        answers=("charger",),
    ),
    Everyday(
        subjects=("Scale isn't steady", "Plover jumps"),
        texts=(
            "The last digit of the Plover never rests.",
            "It wanders by 0.3 g with nothing on it.",
            "Is mine faulty, or is my table?",
        ),
        reply="Air and shaking, as it turned out.",
        answers=("plover-jumps",),
    ),
    Everyday(
        subjects=("How long until it is warm?", "First shot is cold"),
        texts=(
            "The light is green but the shot is cold.",
            "Do I really have to wait half an hour?",
        ),
        reply="120 ml through the empty portafilter first.",
        answers=("warm-up",),
    ),
    Everyday(
        subjects=("My milk has big bubbles", "Milk foam like soap"),
        texts=(
            "It never gets smooth.",
            "It screeches, and then there are bubbles as in a bath.",
        ),
        reply="All the air while it is cold; then only turn.",
        answers=("big-bubbles",),
    ),
    Everyday(
        subjects=("Pressure too high", "Needle at twelve bar"),
        texts=(
            "The needle is at 12 bar.",
            "I bought it used and the gauge goes to the end. Is it safe?",
        ),
        reply="The valve was turned; a quarter turn at a time.",
        answers=("opv", "gauge"),
    ),
    Everyday(
        subjects=("Pour-over takes five minutes", "Water stands in the cone"),
        texts=(
            "The water just stands there.",
            "The last bit never runs through and it tastes bitter.",
        ),
        reply="Lower and slower, and a mark coarser.",
        answers=("stalls",),
    ),
    Everyday(
        subjects=("Where is my parcel?", "No delivery yet"),
        texts=(
            "Ordered nine days ago, no mail since.",
            "The tracking hasn't moved since Monday.",
            "It says delivered and it isn't here.",
        ),
        reply="It was stuck at the carrier; it is out for delivery today.",
    ),
    Everyday(
        subjects=("Wrong item", "Not what I ordered"),
        texts=(
            "I ordered a two-hole tip and got a four-hole one.",
            "There's a black jug in the box, I chose the steel one.",
        ),
        reply="Sorry. The right one is on its way, keep the other.",
    ),
    Everyday(
        subjects=("Invoice for my company", "VAT number on the invoice"),
        texts=(
            "Could the invoice carry our VAT number?",
            "My accountant needs the company's address on it.",
        ),
        reply="Here is the new one.",
    ),
    Everyday(
        subjects=("Change the delivery address", "We're moving"),
        texts=(
            "We're moving on Friday.",
            "Please send it to my work, nobody is at home.",
        ),
        reply="Changed, and the carrier knows.",
    ),
    Everyday(
        subjects=("Warranty after a gift", "No receipt"),
        texts=(
            "I was given a Wren without the receipt.",
            "My Heron was a present. Does the warranty hold for me?",
        ),
        reply="The serial number is enough for us. You are covered.",
    ),
    Everyday(
        subjects=("Scratch on a new Tern", "Dent in the side panel"),
        texts=(
            "There's a scratch on the left side, out of the box.",
            "The carton was fine, the panel has a dent of two centimetres.",
        ),
        reply="A new side panel is on its way; four screws, or we do it.",
    ),
)

INITIALS = "ABCDEFGHIJKLMNOPRSTV"
SURNAMES = (
    "Jensen", "Osei", "Duarte", "Petrov", "Larsson", "Nakamura", "Costa", "Weiss", "Murphy",
    "Kowalski", "Yilmaz", "Romero", "Dubois", "Patel", "Virtanen", "Janssen", "Santos", "Novak",
    "Brennan", "Rossi", "Ahmed", "Fischer", "Olsen", "Moreau", "Tan", "Kelly", "Silva", "Bauer",
)  # fmt: skip
