"""A new project in three steps: which texts, which labels, where and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.services.importing import ImportOptions
from annotator.services.templates import Template, plan_new
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.dialogs.import_choice import ImportChoice
from annotator.ui.dialogs.template_choice import TemplateChoice
from annotator.ui.helping import offer_help
from annotator.ui.runner import Runner
from annotator.ui.theme import Theme

SUFFIX = ".annotator"


class NewProject(QDialog):
    """Asks; the project is made by who opened it."""

    def __init__(
        self, parent: QWidget, runner: Runner, folder: Path, name: str, templates: Sequence[Template], theme: Theme
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New project"))
        offer_help(self, "first-article")
        self.resize(820, 680)
        self.texts = ImportChoice(
            runner, lambda paths, options, job: plan_new(self.schema, paths, options, job), folder
        )
        self.labels = TemplateChoice(templates, theme)
        self.place = _Place(folder, name)
        self._steps = (
            (
                tr("Texts"),
                tr("Which articles do you want to label? You can also leave this empty and import them later."),
                self.texts,
            ),
            (
                tr("Labels"),
                tr("What do you want to label? Everything here can be changed later, also while you are labelling."),
                self.labels,
            ),
            (
                tr("Name and place"),
                tr("One file holds everything: articles, labels, history. Your name stands beside your labels."),
                self.place,
            ),
        )
        self._marks = [QLabel() for _ in self._steps]
        self._purpose = QLabel()
        self._purpose.setWordWrap(True)
        self._pages = QStackedWidget()
        for _, _, page in self._steps:
            self._pages.addWidget(page)
        self._back = QPushButton(tr("&Back"))
        self._on = QPushButton()
        self._cancel = QPushButton(tr("Cancel"))
        self._lay_out()
        self._back.clicked.connect(lambda: self._show_step(self.step - 1))
        self._on.clicked.connect(self._go_on)
        self._cancel.clicked.connect(self.reject)
        self.texts.changed.connect(self._texts_changed)
        self.texts.chosen.connect(self._on.setFocus)
        self.place.changed.connect(self._look)
        self.finished.connect(self.texts.stop)
        self._show_step(0)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(18)
        for mark in self._marks:
            top.addWidget(mark)
        top.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self._cancel)
        below.addStretch(1)
        below.addWidget(self._back)
        below.addWidget(self._on)
        self._on.setDefault(True)
        for button in (self._back, self._cancel):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self._purpose)
        layout.addWidget(self._pages, 1)
        layout.addLayout(below)

    # -- the answer ---------------------------------------------------------------------------------------------

    @property
    def paths(self) -> list[Path]:
        """The files and folders that come in; none where that was skipped."""
        return self.texts.paths

    @property
    def options(self) -> ImportOptions:
        return self.texts.options

    @property
    def schema(self) -> str:
        return self.labels.name

    @property
    def path(self) -> Path:
        """Where the project file goes."""
        return self.place.path

    @property
    def name(self) -> str:
        """Who labels."""
        return self.place.annotator

    # -- the steps ----------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._pages.currentIndex()

    def _show_step(self, step: int) -> None:
        self._pages.setCurrentIndex(step)
        title, purpose, page = self._steps[step]
        for number, (mark, (name, _, _)) in enumerate(zip(self._marks, self._steps, strict=True)):
            sign = "✓" if number < step else "●" if number == step else "○"
            mark.setText(tr("{sign} {n} {name}", sign=sign, n=number + 1, name=name))
            mark.setProperty("role", "title" if number == step else "muted")
            mark.style().unpolish(mark)
            mark.style().polish(mark)
        where = tr("Step {n} of {total}: {name}", n=step + 1, total=len(self._steps), name=title)
        self._purpose.setText(purpose)
        self._purpose.setAccessibleName(f"{where}. {purpose}")
        self.setAccessibleDescription(f"{where}. {purpose}")
        self._back.setVisible(step > 0)
        self._on.setText(tr("&Create") if step == len(self._steps) - 1 else tr("&Next"))
        self._look()
        page.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self) -> None:
        if self.step < len(self._steps) - 1:
            self._show_step(self.step + 1)
        else:
            self.accept()

    def _look(self) -> None:
        self._on.setEnabled(self.step < len(self._steps) - 1 or not self.place.fault)

    def _texts_changed(self) -> None:
        """The file is named after what it is made from, until somebody gives it a name."""
        paths = self.paths
        if paths:
            self.place.propose(paths[0].stem if paths[0].suffix and not paths[0].is_dir() else paths[0].name)


class _Place(QWidget):
    """Name, folder, and who labels."""

    changed = Signal()

    def __init__(self, folder: Path, annotator: str) -> None:
        super().__init__()
        self._name = QLineEdit(free_path(folder, tr("news")).stem)
        self._name.setAccessibleName(tr("Project name"))
        self._folder = QLineEdit(str(folder))
        self._folder.setAccessibleName(tr("Folder"))
        browse = QPushButton(tr("C&hoose…"))
        browse.setAccessibleName(tr("Choose where the project file goes"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self._annotator = QLineEdit(annotator)
        self._annotator.setAccessibleName(tr("Your name"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setAccessibleName(tr("The project file"))
        row = QHBoxLayout()
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        form = QFormLayout(self)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(10)
        form.addRow(tr("&Project name"), self._name)
        folder_label = QLabel(tr("&Folder"))
        folder_label.setBuddy(self._folder)
        form.addRow(folder_label, row)
        form.addRow(tr("&Your name"), self._annotator)
        form.addRow("", self._said)
        for field in (self._name, self._folder, self._annotator):
            field.textChanged.connect(self._look)
        self._look()
        self._name.selectAll()
        self.setFocusProxy(self._name)

    @property
    def path(self) -> Path:
        name = self._name.text().strip()
        return Path(self._folder.text().strip()).expanduser() / (name if name.endswith(SUFFIX) else name + SUFFIX)

    @property
    def annotator(self) -> str:
        return self._annotator.text().strip()

    @property
    def fault(self) -> str:
        """What stands against making the project; empty where nothing does."""
        if not self._name.text().strip():
            return tr("The project needs a name.")
        if not self.annotator:
            return tr("Say who labels: your name, or initials.")
        if not self.path.parent.is_dir():
            return tr("There is no such folder.")
        if self.path.exists():
            return tr("A file of this name is there already.")
        return ""

    def propose(self, stem: str) -> None:
        """Another name, where nobody has given one."""
        if not self._name.isModified():
            self._name.setText(free_path(Path(self._folder.text()).expanduser(), stem).stem)
            self._name.selectAll()

    def _look(self) -> None:
        self._said.setText(f"▲ {self.fault}" if self.fault else str(self.path))
        self._said.setProperty("role", "wrong" if self.fault else "muted")
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self.changed.emit()

    def _browse(self) -> None:
        choose = file_dialog(self, tr("Folder"), self._folder.text())
        choose.setFileMode(QFileDialog.FileMode.Directory)
        choose.fileSelected.connect(self._folder.setText)
        choose.finished.connect(choose.deleteLater)
        choose.finished.connect(self.window().activateWindow)
        choose.open()


def free_path(folder: Path, stem: str) -> Path:
    """A path in `folder` where no file is yet."""
    number = 1
    path = folder / f"{stem}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path
