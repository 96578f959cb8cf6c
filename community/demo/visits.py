"""Where consenting people came from, what support contacts cost, and what people bought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit of a person: how they came and which conversation or article they read first.

    `via` is search, newsletter, social, direct or the slug of a campaign.
    """

    by: str
    ago: str
    via: str
    read: str
    then: tuple[str, ...] = ()


CAMPAIGNS = frozenset({"newsletter", "parts-list", "water-week", "open-day"})

VISITS: tuple[Visit, ...] = (
    Visit(by="mara", ago="179d", via="newsletter", read="welcome"),
    Visit(by="mara", ago="90d", via="water-week", read="water-in-plain-words", then=("water-recipe",)),
    Visit(by="wei", ago="178d", via="direct", read="hello"),
    Visit(by="wei", ago="40d", via="search", read="water-in-plain-words"),
    Visit(by="hassan", ago="177d", via="newsletter", read="hello"),
    Visit(by="hassan", ago="115d", via="search", read="descaling-a-tern-the-calm-way"),
    Visit(by="marek", ago="172d", via="search", read="morning-drift"),
    Visit(by="marek", ago="19d", via="direct", read="aligning-the-burrs-of-a-wren",
          then=("aftermarket-burrs",)),
    Visit(by="ruth", ago="164d", via="search", read="light-roast-ratio", then=("group-gasket",)),
    Visit(by="ruth", ago="137d", via="parts-list", read="parts-list"),
    Visit(by="bea", ago="160d", via="social", read="where-you-brew"),
    Visit(by="bea", ago="42d", via="newsletter", read="why-we-publish-our-parts-list"),
    Visit(by="nadia", ago="150d", via="search", read="drip-tray"),
    Visit(by="nadia", ago="112d", via="search", read="descaling-a-tern-the-calm-way"),
    Visit(by="amelie", ago="147d", via="search", read="water-in-plain-words", then=("water-recipe",)),
    Visit(by="karin", ago="141d", via="search", read="altitude"),
    Visit(by="karin", ago="20d", via="search", read="trips-breaker"),
    Visit(by="sofia", ago="138d", via="newsletter", read="dialling-in-without-wasting-the-bag"),
    Visit(by="tane", ago="134d", via="social", read="where-you-brew"),
    Visit(by="tane", ago="92d", via="water-week", read="water-in-plain-words"),
    Visit(by="joana", ago="14d", via="search", read="warm-up", then=("gauge",)),
    Visit(by="joana", ago="12d", via="direct", read="gauge",
          then=("dialling-in-without-wasting-the-bag", "lend")),
    Visit(by="joana", ago="9d", via="open-day", read="open-day", then=("lend", "hand-or-wren")),
    Visit(by="joana", ago="3d", via="direct", read="tray-water", then=("why-we-publish-our-parts-list",)),
    Visit(by="tomas", ago="9d", via="search", read="one-cone-one-heron-one-morning",
          then=("like-tea",)),
    Visit(by="tomas", ago="5d", via="direct", read="roast-date", then=("water-in-plain-words",)),
    Visit(by="tomas", ago="1d", via="direct", read="new-bag-slow"),
    Visit(by="lotte", ago="96d", via="search", read="dialling-in-without-wasting-the-bag",
          then=("sour-first-week",)),
    Visit(by="lotte", ago="44d", via="newsletter", read="processing"),
    Visit(by="ben", ago="87d", via="search", read="warm-up"),
    Visit(by="ben", ago="26d", via="newsletter", read="one-cone-one-heron-one-morning"),
    Visit(by="ben", ago="20d", via="open-day", read="open-day"),
    Visit(by="elif", ago="75d", via="social", read="where-you-brew"),
    Visit(by="elif", ago="27d", via="search", read="sour-first-week"),
    Visit(by="hugo", ago="52d", via="search", read="wren-espresso-range"),
    Visit(by="hugo", ago="40d", via="search", read="group-gasket",
          then=("why-we-publish-our-parts-list",)),
    Visit(by="nils", ago="32d", via="newsletter", read="hello"),
    Visit(by="nils", ago="23d", via="search", read="charger"),
    Visit(by="callum", ago="181d", via="newsletter", read="hello"),
    Visit(by="agnieszka", ago="165d", via="search", read="light-roast-ratio"),
    Visit(by="piotr", ago="150d", via="search", read="burrs-touch"),
    Visit(by="diego", ago="141d", via="social", read="decaf"),
)  # fmt: skip


# What was bought by people who agreed that we may know: handle, what, pounds, days ago.
PURCHASES: tuple[tuple[str, str, int, int], ...] = (
    ("ruth", "Tern spare parts", 31, 128),
    ("sofia", "Wren grinder", 249, 121),
    ("tane", "Heron kettle", 139, 84),
    ("nadia", "Plover scale", 69, 96),
    ("karin", "Heron kettle", 139, 60),
    ("hugo", "Group gasket and tools", 24, 38),
    ("ben", "Heron kettle", 139, 18),
)

COST_OWNER = "Helen Marsh"
COST_SOURCE = "Finance: last year's support costs, all channels, divided by contacts"
COST_LOW, COST_EXPECTED, COST_HIGH, CURRENCY = "6.20", "7.80", "10.40", "GBP"
