"""Every figure of every published table that comes with its source: what we have gives it, within its tolerance."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from itertools import combinations
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any

import pytest

from annotator.formats.reading import Reading
from annotator.model.agreement import ratings as measures
from annotator.model.agreement.matching import Score, Unit, exact
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.agreement.ratings import Ratings
from annotator.model.agreement.unitizing import alpha_u, disagreement
from annotator.model.exchange import Row
from annotator.services.import_files import find, items_of

SETS = Path(__file__).parents[3] / ".." / "shared" / "data"
TABLES = SETS / "iaa-oracles" / "oracles.json"

pytestmark = pytest.mark.skipif(not TABLES.is_file(), reason="the published tables are not at hand")


def chck(one: Hashable, other: Hashable) -> float:
    """The distance of Artstein and Poesio 2008: half where one of the two labels is Chck."""
    return 0.0 if one == other else 0.5 if "Chck" in (one, other) else 1.0


def weighted(ratings: Ratings) -> Measure:
    return measures.weighted_by(ratings.pair(0, 1), chck)


CODING: dict[str, Callable[[Ratings], Measure]] = {
    "observed_agreement": measures.observed_agreement,
    "cohen_kappa": measures.cohen_kappa,
    "cohen_kappa_expected": lambda ratings: measures.cohen_expectation(ratings.pair(0, 1)),
    "gwet_ac1": measures.gwet_ac1,
    "bennett_s": measures.bennett_s,
    "scott_pi": measures.scott_pi,
    "fleiss_kappa": measures.fleiss_kappa,
    "fleiss_kappa_expected": measures.pooled_expectation,
    "krippendorff_alpha_nominal": measures.krippendorff_alpha,
    "krippendorff_alpha_interval": lambda ratings: measures.krippendorff_alpha(ratings, "interval"),
    "krippendorff_alpha_ratio": lambda ratings: measures.krippendorff_alpha(ratings, "ratio"),
    "weighted_kappa_linear": lambda ratings: measures.weighted_kappa(ratings, 1),
    "weighted_kappa_quadratic": lambda ratings: measures.weighted_kappa(ratings, 2),
    "weighted_kappa[Chck=0.5]": weighted,
    "krippendorff_alpha[Chck=0.5]": lambda ratings: measures.alpha_by(ratings, chck),
}


def of_ratings(ratings: Ratings) -> Callable[[str], Measure]:
    def value(name: str) -> Measure:
        if name == "any":
            return measures.krippendorff_alpha(ratings)
        if name.startswith("fleiss_kappa_category"):
            category = next(found for found in ratings.totals if str(found) == _of(name))
            return measures.fleiss_kappa_of(ratings, category)
        return CODING[name](ratings)

    return value


def of_counts(counts: list[list[int]]) -> Ratings:
    return Ratings([[at for at, n in enumerate(row) for _ in range(n)] for row in counts])


def of_units(table: dict[str, Any]) -> Callable[[str], Measure]:
    length, begin = table["continuum_length"], table["continuum_begin"]
    units: dict[Hashable, list[list[tuple[int, int]]]] = {}
    for unit in table["units"]:
        rows = units.setdefault(unit["category"], [[] for _ in range(table["raters"])])
        rows[unit["rater"]].append((unit["begin"], unit["begin"] + unit["length"]))

    def value(name: str) -> Measure:
        if name == "alpha_u":
            return alpha_u(units, length, begin)
        own = units[_of(name)]
        if name.startswith("alpha_u_category"):
            return alpha_u({"": own}, length, begin)
        found = disagreement(own, length, begin)
        return found.observed if name.startswith("alpha_u_observed") else found.expected

    return value


def of_spans(table: dict[str, Any]) -> Callable[[str], Measure]:
    folder = SETS / "bratiaa-project" / Path(table["brat_project"]).name
    if not folder.is_dir():
        pytest.skip("the brat project is not at hand")
    said: dict[str, dict[str | None, list[Unit]]] = {}
    for found in find([folder], None, Reading()):
        for row in items_of(found):  # type: ignore[arg-type]  # nothing in the folder is skipped
            if isinstance(row, Row):
                units = [Unit(span[0], span[2], span[3]) for span in row.spans]
                said.setdefault(row.text, {})[row.annotator] = units
    assert len(said) == table["documents"]
    people = sorted({name for by in said.values() for name in by}, key=str)
    pairs = [sum((exact(by[a], by[b]) for by in said.values()), Score()).f1 for a, b in combinations(people, 2)]
    values = [value for value in pairs if isinstance(value, float)]
    assert (len(people), len(values)) == (table["annotators"], len(pairs))
    return lambda name: fmean(values) if name.endswith("mean") else pstdev(values)


def _of(name: str) -> str:
    return name.partition("[")[2].rstrip("]")


def tables() -> list[Any]:
    found = json.loads(TABLES.read_text(encoding="utf-8")) if TABLES.is_file() else []
    return [pytest.param(each, id=each["id"]) for each in found]


@pytest.mark.parametrize("table", tables())
def test_a_published_table_gives_its_published_figures(table: dict[str, Any]) -> None:
    given = table["input"]
    if table["kind"] in ("coding", "policy"):
        value = of_ratings(Ratings([tuple(row) for row in given["items"]]))
    elif table["kind"] == "counts":
        value = of_ratings(of_counts(given["counts"]))
    elif table["kind"] == "unitizing":
        value = of_units(given)
    else:
        value = of_spans(given)
    for expected in table["expected"]:
        found = value(expected["measure"])
        if expected["tolerance"] is None:  # there is no such figure, and the reason is said
            assert isinstance(found, Undefined), expected["measure"]
            assert found.why
        else:
            assert found == pytest.approx(expected["value"], abs=expected["tolerance"]), expected["measure"]


def test_all_sixteen_are_looked_at() -> None:
    assert len(tables()) == 16
