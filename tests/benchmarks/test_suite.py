"""The benchmarks run and say what they should; how fast anything is, is never asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import corpus
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, p95, table


def test_one_command_prints_a_table_and_writes_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told.json"
    main(["--only", "import,export,search", "--articles", "12", "--rounds", "1", "--json", str(told)])
    figures = json.loads(told.read_text("utf-8"))["figures"]
    assert [figure["what"] for figure in figures] == [
        "import 12 articles",
        "import 12 articles, 40 labels each",
        "memory of that import",
        "export 12 articles, 40 labels each",
        "memory of that export",
        "find a rare word in 12 articles",
        "find a common word in 12 articles",
    ]
    assert all(figure["median"] > 0 and figure["floor"] > 0 for figure in figures)
    said = capfd.readouterr().out
    for figure in figures:
        assert figure["what"] in said


def test_what_is_unknown_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "everything", "--json", str(tmp_path / "told.json")])


def test_median_p95_and_ratio() -> None:
    figure = Figure("work", "ms", [1.0, 2.0, 3.0, 4.0, 100.0], [2.0, 1.0, 3.0])
    assert (figure.median, figure.p95, figure.ratio) == (3.0, 100.0, 1.5)
    assert p95(list(range(100))) == 95
    assert "1.50" in list(table([figure]))[1]


def test_the_corpus_is_the_same_each_time_and_its_labels_fit() -> None:
    first, again = list(corpus.texts(3)), list(corpus.texts(3))
    assert first == again
    assert len(set(first)) == 3
    spans = corpus.spans(first[0], 40)
    assert len(spans) == 40
    assert all(first[0][span["start"] : span["end"]] == span["text"] for span in spans)
