"""Colours can be read and told apart, in every theme; the choice follows the person, the environment, the system."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from annotator.ui.theme import FAMILIES, apply_theme, chosen_theme, colour, theme_of
from annotator.ui.theme_colours import Theme, channels, contrast
from annotator.ui.theme_sheet import style_sheet

ALL = [
    theme_of(dark=dark, high_contrast=high, safe=safe)
    for dark in (False, True)
    for high, safe in ((False, False), (True, False), (False, True))
]

DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear red, green and blue."""


@pytest.fixture(params=ALL, ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest) -> Theme:
    found: Theme = request.param
    return found


def test_labels_can_be_read_on_paper(theme: Theme) -> None:
    assert {name: contrast(theme.family(name).ink, theme.paper) >= 5.4 for name in FAMILIES} == dict.fromkeys(
        FAMILIES, True
    )


def test_text_can_be_read_on_every_fill(theme: Theme) -> None:
    assert {name: contrast(theme.ink, theme.family(name).fill) >= 8.8 for name in FAMILIES} == dict.fromkeys(
        FAMILIES, True
    )


def test_the_frame_can_be_read(theme: Theme) -> None:
    assert contrast(theme.ink, theme.panel) >= 10
    assert contrast(theme.muted, theme.panel) >= 4.5
    assert contrast(theme.ink, theme.selection) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.wrong, theme.panel) >= 4.5
    assert contrast(theme.accent, theme.paper) >= 3  # a ring, WCAG 1.4.11


def test_high_contrast_reaches_the_strictest_level() -> None:
    for dark in (False, True):
        theme = theme_of(dark=dark, high_contrast=True)
        assert all(contrast(theme.family(name).ink, theme.paper) >= 7 for name in FAMILIES)
        assert contrast(theme.edge, theme.panel) >= 7


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of `colour` as somebody with `matrix` sees it."""
    linear = [(value / 255) ** 2.2 for value in channels(colour)]
    red, green, blue = (max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _apart(one: str, other: str, matrix: tuple[tuple[float, ...], ...]) -> float:
    return sum((a - b) ** 2 for a, b in zip(_seen(one, matrix), _seen(other, matrix), strict=True)) ** 0.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_the_safe_families_stay_apart_for_the_colour_blind(dark: bool, matrix: tuple[tuple[float, ...], ...]) -> None:
    theme = theme_of(dark=dark, safe=True)
    entities = ("people", "organisations", "places", "events", "numbers")
    for one, other in combinations(entities, 2):
        inks = _apart(theme.family(one).ink, theme.family(other).ink, matrix)
        fills = _apart(theme.family(one).fill, theme.family(other).fill, matrix)
        assert inks + fills >= 14, (one, other, inks, fills)


def test_a_colour_of_ones_own_is_made_readable() -> None:
    for dark in (False, True):
        theme = theme_of(dark=dark)
        for own in ("#ffff00", "#000000", "#ffffff", "#12ab34"):
            found = theme.family(own)
            assert contrast(found.ink, theme.paper) >= 5.4
            assert contrast(theme.ink, found.fill) >= 7


def test_an_unknown_family_is_drawn_as_numbers() -> None:
    theme = theme_of(dark=False)
    assert theme.family("no such family") == theme.family("numbers")
    assert theme.family("#12345") == theme.family("numbers")


def test_what_the_person_set_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("ANNOTATOR_THEME", "dark")
    assert chosen_theme("system").dark
    assert not chosen_theme("light").dark
    monkeypatch.setenv("ANNOTATOR_THEME", "light")
    assert not chosen_theme("system").dark
    assert chosen_theme("dark").dark
    monkeypatch.setenv("ANNOTATOR_THEME", "mauve")
    assert chosen_theme("system").dark in (True, False)


def test_high_contrast_can_be_asked_for(qapp: QApplication) -> None:
    assert chosen_theme("light", high_contrast=True).high_contrast
    assert not chosen_theme("light", high_contrast=False).high_contrast


def test_the_application_takes_palette_and_sheet(qapp: QApplication) -> None:
    try:
        apply_theme(qapp, theme_of(dark=True))
        assert qapp.palette().color(QPalette.ColorRole.Base).name() == theme_of(dark=True).paper
        assert theme_of(dark=True).accent in qapp.styleSheet()
    finally:
        apply_theme(qapp, theme_of(dark=False))


def test_the_style_sheet_names_every_colour_it_needs(theme: Theme) -> None:
    sheet = style_sheet(theme, 10)
    assert "{" in sheet
    assert "{{" not in sheet


def test_colours_for_painting(qapp: QApplication) -> None:
    ink, fill = colour(theme_of(dark=False), "places")
    assert (ink.name(), fill.name()) == ("#1b6e3c", "#d9f0e0")
