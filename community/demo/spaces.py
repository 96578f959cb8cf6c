"""The brand, its two spaces and their boards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    slug: str
    name: str
    about: str
    kinds: tuple[str, ...] = ("question", "discussion")
    below: str = ""
    template: str = ""
    slow: int = 0
    seen_by: tuple[str, ...] = ()
    """Roles: the board is private then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A micro-community. `hue` is its brand hue in OKLCH degrees."""

    slug: str
    name: str
    tagline: str
    about: str
    leader: str
    hue: int
    boards: tuple[Board, ...]


BRAND_NAME = "Fennimore"
BRAND_TAGLINE = "Coffee tools that can be opened, cleaned and kept."
BRAND_ABOUT = (
    "Fennimore makes an espresso machine, a grinder, a kettle and a scale in Bristol. This is where "
    "the people who use them help each other, and where we listen."
)
BRAND_HUE = 38

SPACES = (
    Space(
        slug="home-espresso",
        name="Home Espresso",
        tagline="Shots, steam and spare parts",
        about="For everyone with a Tern, a Wren or a borrowed machine and a bag of beans. "
        "Ask early, post your numbers, say what you changed.",
        leader="ines",
        hue=38,
        boards=(
            Board(
                slug="getting-started",
                name="Getting started",
                about="First week, first shots. There is no question too small for this board.",
            ),
            Board(
                slug="machines",
                name="Machines and repairs",
                about="Tern care, noises, leaks, gaskets and what to do with a screwdriver.",
                template="**What happens:**\n\n**Since when, and after what:**\n\n**What have you tried?**\n",
            ),
            Board(
                slug="workbench",
                name="The workbench",
                about="With the cover off: parts, tools and photographs of your own repairs.",
                below="machines",
            ),
            Board(
                slug="grinders",
                name="Grinders",
                about="The Wren and its neighbours: burrs, settings, retention, static.",
            ),
            Board(
                slug="technique",
                name="Recipes and technique",
                about="Dialling in, milk, puck preparation and what you tasted.",
            ),
            Board(
                slug="ideas",
                name="Ideas for Fennimore",
                about="What should we build, change or stop doing? The most wanted get an answer.",
                kinds=("idea", "discussion"),
            ),
            Board(
                slug="news",
                name="Announcements",
                about="News from the workshop and about this community.",
                slow=60,
                kinds=("announcement", "discussion"),
            ),
            Board(
                slug="prototypes",
                name="Prototypes",
                about="What we try out with a few of you before anybody else hears of it.",
                seen_by=("evangelist",),
            ),
            Board(
                slug="articles",
                name="Under the articles",
                about="What readers make of what the evangelists write.",
                kinds=("discussion",),
            ),
        ),
    ),
    Space(
        slug="filter",
        name="Filter & Pour-over",
        tagline="Slow water, clear cups",
        about="Cones, paper, kettles and patience. Tell us the water, the dose and the time, "
        "and we can taste along with you.",
        leader="jun",
        hue=225,
        boards=(
            Board(
                slug="recipes",
                name="Recipes and technique",
                about="Pours, ratios, times. Batch and iced brews are welcome too.",
            ),
            Board(
                slug="gear",
                name="Kettles, scales and drippers",
                about="The Heron, the Plover, and everything that holds paper.",
            ),
            Board(
                slug="beans-and-water",
                name="Beans and water",
                about="Where it comes from, how it was roasted and what you pour on it.",
            ),
            Board(
                slug="long-table",
                name="The long table",
                about="Cups, mornings, journeys. Sit down, there is room.",
                kinds=("discussion", "idea", "announcement"),
            ),
            Board(
                slug="articles",
                name="Under the articles",
                about="Said beneath Jun's articles, and kept here.",
                kinds=("discussion",),
            ),
        ),
    ),
)

# What some tags are for, and other words for them.
TAGS = {
    "wren": ("Our grinder: burrs, settings, retention, static.", ("wren grinder",)),
    "tern": ("Our espresso machine, from the first shot to the last gasket.", ("tern machine",)),
    "heron": ("Our kettle, and everything that pours.", ()),
    "descaling": ("Getting rid of lime, and keeping it away.", ("scale removal", "decalcifying")),
}
