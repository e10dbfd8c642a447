"""Colours can be told apart and read; the formulas stand here, so that the palette cannot mark its own work."""

from itertools import combinations, pairwise

import pytest

from gis.maps import palette
from gis.maps.palette import DARK, LIGHT, PALETTES

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
APART = 7.0
"""Least distance in Oklab (Ottosson 2020), times 100; a just noticeable difference is about 2."""


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklab(colour, vision):
    seen = [min(1, max(0, sum(w * x for w, x in zip(row, linear(colour), strict=True)))) for row in VISION[vision]]
    mixes = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    long, middle, short = (sum(w * x for w, x in zip(row, seen, strict=True)) ** (1 / 3) for row in mixes)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one, other, vision="full"):
    pairs = zip(oklab(one, vision), oklab(other, vision), strict=True)
    return 100 * sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_formulas_know_black_white_and_a_famous_confusion():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.1)
    assert distance("#c05a5a", "#6f8a3c") > 2 * distance("#c05a5a", "#6f8a3c", "deutan")


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISION)
def test_what_stands_side_by_side_can_be_told_apart(theme, vision):
    families = [
        pairwise(theme.measure),
        combinations(theme.stage.values(), 2),
        combinations(theme.readiness.values(), 2),
        combinations(theme.cases.values(), 2),
    ]
    close = [pair for family in families for pair in family if distance(*pair, vision) < APART]
    assert close == []


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.name)
def test_a_measure_grows_steadily_darker_or_brighter(theme):
    tones = [luminance(colour) for colour in theme.measure]
    assert tones == sorted(tones, reverse=theme is LIGHT)


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.name)
def test_text_reads(theme):
    on = [
        (text, ground) for text in (theme.text, theme.muted, theme.warning) for ground in (theme.surface, theme.raised)
    ]
    on += [(theme.on_primary, theme.primary), (theme.link, theme.surface), (theme.link, theme.raised)]
    on += [(theme.casing, colour) for colour in theme.cases.values()]
    assert [pair for pair in on if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.name)
def test_marks_stand_out_from_every_ground(theme):
    grounds = [*theme.measure, theme.no_data, theme.too_few, theme.ground]
    assert all(max(contrast(theme.edge, ground), contrast(theme.casing, ground)) >= 3 for ground in grounds)
    marks = [*theme.stage.values(), *theme.readiness.values(), *theme.cases.values()]
    assert [mark for mark in marks if contrast(mark, theme.casing) < 3] == []
    assert contrast(theme.primary, theme.surface) >= 3
    assert contrast(theme.no_data_line, theme.no_data) >= 3
    assert contrast(theme.too_few_line, theme.too_few) >= 3


def test_both_themes_name_the_same_swatches():
    assert list(palette.swatches(LIGHT)) == list(palette.swatches(DARK))
    assert LIGHT.colour("class-4") == "#114b7a"
    assert LIGHT.colour(palette.stage_swatch("handed_over")) == LIGHT.stage["handed_over"]
    assert LIGHT.colour(palette.site_swatch("not_ready")) == LIGHT.readiness["not_ready"]
    assert LIGHT.colour(palette.case_swatch("overdue")) == LIGHT.cases["overdue"]
    with pytest.raises(KeyError):
        LIGHT.colour("purple")


def test_stages_can_be_read_without_colour():
    assert set(palette.FILLING) == set(LIGHT.stage)


def test_css_carries_every_colour():
    text = palette.css(DARK)
    assert "--class-0:#22384a;" in text
    assert "--too-few-line:" in text
    assert text.count("#") == len(palette.swatches(DARK)) + 14
