"""The colours of the desk: light, dark, high contrast and safe for the colour-blind. Values only, no Qt.

Measured by a test: each ink on its paper, the text on each fill, and how far apart the families stay for people who
see no red or no green (WCAG 2.2 contrast; Machado, Oliveira and Fernandes 2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

FAMILIES = ("people", "organisations", "places", "events", "numbers", "claims", "against", "favour")
"""The hues that a schema's labels choose from."""


@dataclass(frozen=True, slots=True)
class Family:
    """One hue: `ink` for lines and label texts, `fill` behind text."""

    ink: str
    fill: str


@dataclass(frozen=True)
class Theme:
    """Every colour that the window uses, as `#rrggbb`."""

    name: str
    dark: bool
    paper: str
    """Behind the article."""
    panel: str
    """Behind the queue, the cards and the foot."""
    ink: str
    muted: str
    """Bylines, hints, counts."""
    line: str
    """Hairlines between panes and around cards."""
    edge: str
    """Borders of what can be typed into or pressed."""
    tag: str
    """Behind attribute tags."""
    hover: str
    accent: str
    """Focus, links, the chosen row."""
    on_accent: str
    selection: str
    """Behind selected text."""
    saved: str
    waiting: str
    """Amber: not saved yet, or something to look at."""
    wrong: str
    families: Mapping[str, Family] = field(default_factory=lambda: MappingProxyType({}))
    high_contrast: bool = False

    def family(self, name: str) -> Family:
        """The colours of family `name`; a `#rrggbb` of the user's own is an ink with a fill mixed from it."""
        if found := self.families.get(name):
            return found
        if is_colour(name):
            ink = _readable(name, self)
            shares = (share / 100 for share in range(70, 101, 2))
            fills = (mix(ink, self.paper, share) for share in shares)
            return Family(ink, next((fill for fill in fills if contrast(self.ink, fill) >= 8.8), self.paper))
        return self.families["numbers"]


def is_colour(name: str) -> bool:
    """Whether `name` is a colour as `#rrggbb`."""
    if len(name) != 7 or name[0] != "#":
        return False
    return all(letter in "0123456789abcdefABCDEF" for letter in name[1:])


def _readable(colour: str, theme: Theme) -> str:
    """`colour`, moved toward the ink until it can be read on the theme's paper."""
    for step in range(11):
        mixed = mix(colour, theme.ink, step / 10)
        if contrast(mixed, theme.paper) >= 5.4:
            return mixed
    return theme.ink


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` mixed in."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = []
    for value in channels(colour):
        part = value / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LEAST_CONTRAST = 4.5
"""What text needs on its ground (WCAG 2.2, AA)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A label's colour in a theme: ink and fill as they are shown, and the contrast of the ink on the paper."""

    ink: str
    fill: str
    ratio: float
    asked: float
    """The contrast of the colour as it was chosen: one of a person's own is moved toward the text's ink to be readable."""


def seen(name: str, theme: Theme) -> Seen:
    """How family or colour `name` looks in `theme`."""
    family = theme.family(name)
    ratio = round(contrast(family.ink, theme.paper), 1)
    return Seen(family.ink, family.fill, ratio, round(contrast(name, theme.paper), 1) if is_colour(name) else ratio)


def _families(**pairs: tuple[str, str]) -> Mapping[str, Family]:
    assert set(pairs) == set(FAMILIES)
    return MappingProxyType({name: Family(*pair) for name, pair in pairs.items()})


LIGHT = Theme(
    name="light",
    dark=False,
    paper="#ffffff",
    panel="#fbfaf8",
    ink="#1f2328",
    muted="#5b6068",
    line="#e2e1de",
    edge="#cfceca",
    tag="#e8e9eb",
    hover="#f1f0ed",
    accent="#1a5fb4",
    on_accent="#ffffff",
    selection="#b9d3f5",
    saved="#1b6e3c",
    waiting="#9a5b00",
    wrong="#b3261e",
    families=_families(
        people=("#1a5fb4", "#dbe8f8"),
        organisations=("#9a5b00", "#fbe9cf"),
        places=("#1b6e3c", "#d9f0e0"),
        events=("#7a3e9d", "#eee0f6"),
        numbers=("#5b6068", "#e8e9eb"),
        claims=("#0b7285", "#d5eef2"),
        against=("#b3261e", "#fbe3e1"),
        favour=("#1a5fb4", "#dbe8f8"),
    ),
)

DARK = Theme(
    name="dark",
    dark=True,
    paper="#25282d",
    panel="#212429",
    ink="#e4e5e7",
    muted="#a6abb3",
    line="#363a40",
    edge="#474c54",
    tag="#383c42",
    hover="#2b2f35",
    accent="#8fbcf5",
    on_accent="#14202f",
    selection="#35547f",
    saved="#86d3a0",
    waiting="#f0b56a",
    wrong="#f2938c",
    families=_families(
        people=("#8fbcf5", "#1f3550"),
        organisations=("#f0b56a", "#4a3413"),
        places=("#86d3a0", "#1c3f2a"),
        events=("#d3a6ee", "#3c2549"),
        numbers=("#b5bac1", "#383c42"),
        claims=("#5cc3d6", "#123c44"),
        against=("#f2938c", "#4b2320"),
        favour=("#8fbcf5", "#1f3550"),
    ),
)

_LIGHT_CONTRAST = replace(
    LIGHT,
    name="light, high contrast",
    high_contrast=True,
    panel="#ffffff",
    ink="#000000",
    muted="#33363b",
    line="#6b6f76",
    edge="#33363b",
    tag="#ffffff",
    hover="#e6e6e6",
    accent="#00419a",
    selection="#a8ccff",
    saved="#00521f",
    waiting="#6b3d00",
    wrong="#8c0f08",
    families=_families(
        people=("#00419a", "#e3eeff"),
        organisations=("#6b3d00", "#fff0d6"),
        places=("#00521f", "#e0f7e8"),
        events=("#5b1b80", "#f5e8fd"),
        numbers=("#33363b", "#efeff1"),
        claims=("#00505f", "#dff5f9"),
        against=("#8c0f08", "#ffe9e7"),
        favour=("#00419a", "#e3eeff"),
    ),
)

_DARK_CONTRAST = replace(
    DARK,
    name="dark, high contrast",
    high_contrast=True,
    paper="#000000",
    panel="#000000",
    ink="#ffffff",
    muted="#d6d9de",
    line="#8a9099",
    edge="#d6d9de",
    tag="#000000",
    hover="#1f1f1f",
    accent="#b3d4ff",
    on_accent="#000000",
    selection="#1f4a86",
    saved="#a4f0bf",
    waiting="#ffd08f",
    wrong="#ffb3ad",
    families=_families(
        people=("#b3d4ff", "#0f2c52"),
        organisations=("#ffd08f", "#46300a"),
        places=("#a4f0bf", "#0d3a20"),
        events=("#e8c8ff", "#3f2052"),
        numbers=("#d6d9de", "#303338"),
        claims=("#86e4f5", "#063a44"),
        against=("#ffb3ad", "#4f1a16"),
        favour=("#b3d4ff", "#0f2c52"),
    ),
)

_LIGHT_SAFE = _families(
    people=("#0058a3", "#d3e7fa"),
    organisations=("#854a00", "#fdeaa8"),
    places=("#00523c", "#b4ead6"),
    events=("#8d2a78", "#f7dcf0"),
    numbers=("#5d6269", "#ececee"),
    claims=("#1f2f86", "#dfe2fb"),
    against=("#9c3200", "#fde0d0"),
    favour=("#0058a3", "#d3e7fa"),
)

_DARK_SAFE = _families(
    people=("#7cc0f7", "#143a5a"),
    organisations=("#f5cd4e", "#473707"),
    places=("#3fd0a8", "#0b4034"),
    events=("#f2a3dc", "#4c2042"),
    numbers=("#b9bec5", "#383c42"),
    claims=("#b4bcff", "#2b3170"),
    against=("#ff9d6b", "#54270f"),
    favour=("#7cc0f7", "#143a5a"),
)


def theme_of(*, dark: bool, high_contrast: bool = False, safe: bool = False) -> Theme:
    """The theme with these properties. `safe` takes hues that the colour-blind can tell apart; contrast goes before it."""
    if high_contrast:
        return _DARK_CONTRAST if dark else _LIGHT_CONTRAST
    base = DARK if dark else LIGHT
    if not safe:
        return base
    families = _DARK_SAFE if dark else _LIGHT_SAFE
    return replace(
        base,
        name=f"{base.name}, colour-blind safe",
        families=families,
        wrong=families["against"].ink,
        saved=families["places"].ink,
        accent=families["people"].ink,
    )
