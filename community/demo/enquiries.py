"""Contact-form enquiries and the cases they became, over the half year.

`offered` and `opened` are keys of conversations (or slugs of articles) that the form answered
with; `about` is the conversation the case grew out of. `outcome` is what the person did then.
"""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["solved", "sent", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    ago: str
    at: str
    subject: str
    text: str
    outcome: Outcome
    by: str = ""
    name: str = ""
    offered: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    about: str = ""
    answer: str = ""
    closed_after: str = ""


ENQUIRIES: tuple[Enquiry, ...] = (
    Enquiry(
        ago="158d", at="09:12", by="ruth", outcome="sent",
        subject="Which gasket for a first-run Tern?",
        text="I bought a used one and it leaks round the portafilter. Is it TN-114 or something "
        "older?",
        answer="TN-114 fits all of them, also the first run. The parts list has the drawing.",
        closed_after="5h",
    ),
    Enquiry(
        ago="141d", at="16:40", by="amelie", outcome="sent",
        subject="Descale light although I use bottled water",
        text="The light came on after three months. The bottle says 40 mg/l.",
        offered=("descale-soft-water",),
        answer="It counts litres. Set the hardness to 1; how is in the topic you were shown.",
        closed_after="1d2h",
    ),
    Enquiry(
        ago="126d", at="11:05", name="Visitor", outcome="solved",
        subject="Water under my machine",
        text="There's clean water under the Tern after each coffee.",
        offered=("drip-tray", "group-gasket"), opened=("drip-tray",),
    ),
    Enquiry(
        ago="112d", at="19:30", by="nadia", outcome="solved",
        subject="Steam is getting weak",
        text="It starts strong and then fades while I make the second jug.",
        offered=("descaling-a-tern-the-calm-way", "drip-tray"),
        opened=("descaling-a-tern-the-calm-way",),
    ),
    Enquiry(
        ago="85d", at="08:20", by="lotte", outcome="left",
        subject="Milk doesn't get smooth", text="Bubbles, however I hold the jug.",
        offered=("big-bubbles",), opened=("big-bubbles",),
    ),
    Enquiry(
        ago="83d", at="13:15", by="lotte", outcome="sent",
        subject="The Wren arrived with a cracked lid",
        text="The box was fine, the lid of the hopper has a crack of 3 cm. Everything else works.",
        answer="A new lid is in the post, no need to send the old one back.",
        closed_after="1d",
    ),
    Enquiry(
        ago="70d", at="21:50", name="Visitor", outcome="solved",
        subject="Three blue lights and no water", text="It ran empty and now it only hums.",
        offered=("no-flow",), opened=("no-flow",),
    ),
    Enquiry(
        ago="58d", at="07:35", by="grace", outcome="solved",
        subject="Brown spots in the kettle", text="Is the Heron rusting? I've had it for three months.",
        offered=("freckles", "descaling-a-tern-the-calm-way"), opened=("freckles",),
    ),
    Enquiry(
        ago="44d", at="10:10", by="hugo", outcome="sent",
        subject="Invoice with our company's name",
        text="Could the invoice for my Wren be made out to the studio, please?",
        answer="Done, a new one is in your mail.",
        closed_after="3h",
    ),
    Enquiry(
        ago="31d", at="18:25", name="Visitor", outcome="left",
        subject="Espresso is sour", text="Everything I make is sour. I have a Tern and a Wren.",
        offered=("sour-first-week", "light-roast-ratio"), opened=("sour-first-week",),
    ),
    Enquiry(
        ago="24d", at="09:30", by="karin", outcome="sent",
        subject="Tern trips the residual current breaker",
        text="Twice in two weeks, when it starts to heat. It stood in an unheated hut.",
        about="trips-breaker",
        answer="Moisture in one terminal of the element. New element and seals, tested, sent back.",
        closed_after="15d",
    ),
    Enquiry(
        ago="21d", at="17:05", by="nils", outcome="sent",
        subject="Plover doesn't charge from a laptop charger",
        text="Series number 2288. I was told here that there's a new board.",
        offered=("charger",), opened=("charger",),
        answer="Board and a small screwdriver are on their way to Tromsø.",
        closed_after="2d",
    ),
    Enquiry(
        ago="12d", at="20:45", by="joana", outcome="solved",
        subject="Is 11 bar too much?",
        text="My friend's Tern shows 11 bar with coffee in it. Will it break?",
        offered=("gauge", "opv"), opened=("gauge", "opv"),
    ),
    Enquiry(
        ago="5d", at="08:40", by="sofia", outcome="sent",
        subject="Tern is dead after moving house",
        text="No light and no click. See my question in the community, Priya passed it on.",
        about="wont-turn-on",
    ),
    Enquiry(
        ago="2d", at="15:20", by="tane", outcome="sent",
        subject="Heron's lid knob came off",
        text="The knob turns round and round. Is there a part number?",
    ),
    Enquiry(
        ago="1d", at="19:55", name="Visitor", outcome="solved",
        subject="Coffee drips down the kettle's neck",
        text="Each time I stop pouring it runs down on the outside.",
        offered=("spout-drips",), opened=("spout-drips",),
    ),
    Enquiry(
        ago="4d", at="10:05", by="amelie", outcome="sent",
        subject="Portafilter sits too tight",
        text="Since the new gasket I need both hands and a foot. Series number 20250311042, order A-20417. "
        "You can call me on +33 1 23 45 67 89.",
        answer="A new gasket swells for two weeks, Amelie: turn it only until it seals, not to the middle. If it "
        "still takes both hands after that, it is the 8.5 mm one in a machine that wants 8.0 mm; the edge with two "
        "notches is the thick one.",
        closed_after="5d",
    ),
    Enquiry(
        ago="1d", at="18:40", by="grace", outcome="sent",
        subject="Heron's base smells of burning",
        text="It smelled of burning plastic this evening and the base was hot. I pulled the plug. What now?",
    ),
    Enquiry(
        ago="1d", at="20:30", by="jun", outcome="sent",
        subject="Plover: charger left out of the box", text="There was no cable in the box. Order A-20533.",
    ),
)  # fmt: skip
