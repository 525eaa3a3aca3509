"""Making a trained pipeline the project's suggester, and going back to what was before: each one undo step."""

from __future__ import annotations

from pathlib import Path

from annotator.model.phrases import tr
from annotator.model.suggesters import LAYERS, USUAL, Suggester
from annotator.nlp import pipelines
from annotator.services.choosing import Choosing
from annotator.services.workplace import Workplace
from annotator.storage import machine


def use_trained(place: Workplace, folder: Path) -> None:
    """Lets the pipeline in `folder`, which was trained here, propose alone in the layers that it has learned, for texts in
    its language; everything else the suggesters before go on to propose."""
    machine.allow(folder)  # it was made on this machine, by this application
    choosing = Choosing(place)
    said = pipelines.about(str(folder.absolute()))
    # Where it reads names alone, our rules for claims and stances stand on its names.
    layers = said.writes if said.reads_alone else LAYERS
    new = Suggester(str(folder.absolute()), layers, said.language, True, said.source, said.writes)
    others = [one for one in choosing.plan if not _is_trained(one)]
    choosing.set_plan([new, *others], tr("Use the trained suggester {name}", name=folder.name))


def go_back(place: Workplace) -> None:
    """Takes trained pipelines out of the plan: the suggesters before propose everything again."""
    rest = [one for one in Choosing(place).plan if not _is_trained(one)]
    Choosing(place).set_plan(rest or USUAL, tr("Back to the suggester before"))


def trained_in_use(place: Workplace) -> Suggester | None:
    """The trained pipeline that proposes now."""
    return next((one for one in Choosing(place).plan if one.on and _is_trained(one)), None)


def _is_trained(one: Suggester) -> bool:
    return bool(one.alone)
