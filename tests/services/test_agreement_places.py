"""The places behind a figure are those that it counts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.services import agreement_figures
from annotator.services.agreement_places import Behind, Compared, behind, compare, confusions
from annotator.services.agreement_words import lines
from annotator.services.jobs import Job
from annotator.storage.project import Project
from tests.services.merging_files import base, merged, put, work_file


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """Ben and Cy agree on one place, differ in label, in boundary, and one has a label that the other lacks."""
    project = base(tmp_path)
    said = {
        "Ben": [(0, 9, "PERSON"), (15, 21, "ORG"), (45, 47, "PERSON"), (30, 40, "ORG")],
        "Cy": [(0, 9, "PERSON"), (15, 21, "PERSON"), (45, 48, "PERSON")],
    }
    files = []
    for name, spans in said.items():
        with closing(work_file(project, name)) as work:
            for start, end, label in spans:
                put(work, start, end, label)
            files.append(work.path)
    merged(project, files)
    with closing(Project.open(project, for_writing=False)) as opened:
        found = compare(opened, Job())
        with pytest.raises(UserError):
            compare(opened, Job(), ["Ben"])
        with pytest.raises(UserError):
            compare(opened, Job(), (), "source:Nowhere")
    return found


def quotes(compared: Compared, **what: object) -> list[str]:
    return [place.quote for place in behind(compared.places, Behind("entity", **what))]  # type: ignore[arg-type]  # by name


def test_each_figure_has_its_own_places(compared: Compared) -> None:
    text = "Mayor Lee said OpenAI will open an office in 北京 🙂.\n"
    assert quotes(compared, measure="exact_f1") == [text[15:21], text[30:40], text[45:48]]
    assert quotes(compared, measure="sentence_kappa") == [text[30:40]]
    assert quotes(compared, measure="partial_f1") == [text[15:21], text[30:40]]
    assert quotes(compared, measure="boundary_f1") == [text[30:40], text[45:48]]
    assert quotes(compared, measure="exact_f1", label="ORG") == [text[15:21], text[30:40]]
    assert quotes(compared, measure="exact_f1", pair=("Ben", "Cy")) == [text[15:21], text[30:40], text[45:48]]
    assert quotes(compared, cell=("ORG", "PERSON")) == [text[15:21]]
    assert quotes(compared, cell=("PERSON", "PERSON")) == [text[0:9], text[45:48]]
    assert quotes(compared, cell=("ORG", "")) == [text[30:40]]


def test_cells_of_the_confusion_count_both_ways(compared: Compared) -> None:
    found = confusions(compared.places)["entity"]
    assert found.counts["ORG", "PERSON"] == found.counts["PERSON", "ORG"] == 1
    assert found.counts["PERSON", "PERSON"] == 4
    assert found.counts["ORG", ""] == 1


def test_the_text_has_words_for_every_figure_and_reason(compared: Compared) -> None:
    text = "\n".join(lines(compared.figures, compared.layer_names))
    assert "Ben, Cy on 1 article." in text
    assert "exact F1" in text
    assert "Nobody labelled anything" in text
    for raw in ("exact_f1", "alpha_u", "token_kappa", "None", "nan", "over_time"):
        assert raw not in text


def test_a_period_has_the_places_of_its_articles_alone_and_thinned_figures_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement_figures, "_GAMMA_UNITS", 2)
    project = base(tmp_path)
    files = []
    for name, length in (("Ben", 5), ("Cy", 7)):
        with closing(work_file(project, name)) as work:
            put(work, 0, length, article=1, created="2026-01-07T10:00:00.000Z")
            put(work, 0, length, article=2, created="2026-02-11T10:00:00.000Z", guidelines=2)
            files.append(work.path)
    merged(project, files)
    with closing(Project.open(project, for_writing=False)) as opened:
        found = compare(opened, Job())
    weeks = [each["period"] for each in found.figures["layers"]["entity"]["over_time"]["weeks"]]
    assert weeks == ["2026-W02", "2026-W07"]
    for period, article in ((("weeks", weeks[0]), 1), (("weeks", weeks[1]), 2), (("guidelines", "2"), 2)):
        what = Behind("entity", "exact_f1", articles=found.periods[period])
        assert {place.article for place in behind(found.places, what)} == {article}
    assert found.figures["layers"]["entity"]["how"] == {
        "gamma": "on 1 of 2 articles, evenly chosen",
        "alpha_u": "interval from 200 resamples",
    }
    assert "on 1 of 2 articles" in "\n".join(lines(found.figures, found.layer_names))
