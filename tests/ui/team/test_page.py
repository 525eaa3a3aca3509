"""A page shows the pictures that were made for it and fetches no others."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from annotator.services.report_svg import Bar, bars
from annotator.ui.team.page import PageWindow


def test_pictures_of_the_page_are_shown_and_others_are_not_fetched(qapp: QApplication, tmp_path: Path) -> None:
    tmp_path.joinpath("other.svg").write_text(bars("Other", [Bar("A", 1.0)]), encoding="utf-8")
    parent = QWidget()
    page = PageWindow(parent, "Report", tmp_path / "x-report.html")
    page.show_page(
        f"![ours](<ours.svg>) ![other](<{tmp_path}/other.svg>)", {"ours.svg": bars("Exact F1", [Bar("PERSON", 0.5)])}
    )
    kind = QTextDocument.ResourceType.ImageResource.value
    document = page.text.document()
    sizes = [document.resource(kind, QUrl(name)).width() for name in ("ours.svg", f"{tmp_path}/other.svg")]
    assert sizes[0] > 100
    assert sizes[1] == 1  # a place without a picture
    parent.deleteLater()


def test_hidden_names_are_letters_in_the_list_and_in_what_is_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    parent = QWidget()
    page = PageWindow(parent, "Lessons", tmp_path / "x.html", ["Ann", "Ben", "Cy"], {"Cy": "A", "Ben": "B"})
    asked: list[tuple[str, bool]] = []
    page.wanted.connect(lambda name, blind: asked.append((name, blind)))
    page.people.setCurrentIndex(1)
    page.hidden.setChecked(True)
    assert [page.people.itemText(n) for n in range(page.people.count())] == ["A", "B"]
    page.people.setCurrentIndex(0)
    assert asked == [("Ben", False), ("Ben", True), ("Cy", True)]
    parent.deleteLater()
