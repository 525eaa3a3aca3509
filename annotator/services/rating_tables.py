"""A bare table of ratings from a CSV file, and all coefficients for it. The first line names the raters."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from annotator.model.agreement import ratings as measures
from annotator.model.agreement.ratings import Ratings, normalised
from annotator.model.decoding import decode
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.agreement_figures import Figures

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def read_ratings(path: Path) -> Ratings:
    """The table in a CSV file (comma, semicolon or tab): one row an item, one column a rater, empty = missing.

    Raises UserError: not readable, no raters, a row longer than the first line.
    """
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(tr("{reason}.", reason=reason), path, tr("Look whether it is there and may be read.")) from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UserError(tr("This is no table ({error}).", error=error), path, tr("Save it as CSV again.")) from None
    if not lines or len(lines[0]) < 2:
        raise UserError(
            tr("The first line names fewer than two raters."), path, tr("Give each rater a column with a name.")
        )
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        if len(line) > len(lines[0]):
            raise UserError(
                tr("There are {n} cells but only {m} raters.", n=len(line), m=len(lines[0])),
                f"{path}:{number}",
                tr("Name each rater in the first line."),
            )
        cells = [normalised(cell) for cell in line]
        rows.append([*cells, *[None] * (len(lines[0]) - len(cells))])
    return Ratings(rows)


def rate(path: Path) -> dict[str, Any]:
    """All coefficients of a table; what cannot be computed is None with a reason under `why`."""
    table = read_ratings(path)
    found = Figures(items=len(table.items), raters=table.raters)
    found.measure("observed_agreement", measures.observed_agreement(table))
    found.measure("cohen_kappa", measures.cohen_kappa(table))
    found.measure("scott_pi", measures.scott_pi(table))
    found.measure("fleiss_kappa", measures.fleiss_kappa(table))
    alphas = Figures()
    for level in LEVELS:
        alphas.measure(level, measures.krippendorff_alpha(table, level))
    found["krippendorff_alpha"] = alphas
    found.measure("gwet_ac1", measures.gwet_ac1(table))
    found.measure("bennett_s", measures.bennett_s(table))
    weighted = Figures()
    weighted.measure("linear", measures.weighted_kappa(table, 1))
    weighted.measure("quadratic", measures.weighted_kappa(table, 2))
    found["weighted_kappa"] = weighted
    return found
