"""Settings: how the window looks, how it works, which keys. Each change holds at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.services.languages import languages
from annotator.ui.actions import Commands
from annotator.ui.dialogs.key_settings import KeySettings
from annotator.ui.helping import offer_help
from annotator.ui.settings import (
    ACCEPT_GOES_ON,
    COLOUR_BLIND_SAFE,
    HIGH_CONTRAST,
    LANGUAGE,
    LINE_SPACING,
    MEASURE,
    SUGGEST_ON_OPENING,
    TEXT_FONT,
    TEXT_POINTS,
    THEME,
    Settings,
)
from annotator.ui.textview.style import Typeface
from annotator.ui.theme_fonts import TEXT_POINTS as USUAL_POINTS


class SettingsDialog(QDialog):
    """Writes the settings; the window takes them when it hears `changed`."""

    changed = Signal()

    def __init__(self, parent: QWidget, settings: Settings, commands: Commands, taken: Mapping[str, str]) -> None:
        """`taken`: keys that belong to labels, key name -> label."""
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        offer_help(self, "keys")
        self.resize(640, 560)
        self._settings = settings
        tabs = QTabWidget()
        tabs.setAccessibleName(tr("Settings"))
        tabs.addTab(self._look(), tr("Look"))
        tabs.addTab(self._work(), tr("Work"))
        self.keys = KeySettings(commands, taken)
        self.keys.changed.connect(self._keys_changed)
        self._commands = commands
        tabs.addTab(self.keys, tr("Keys"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)

    def _form(self) -> tuple[QWidget, QFormLayout]:
        page = QWidget()
        form = QFormLayout(page)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setContentsMargins(16, 16, 16, 16)
        form.setVerticalSpacing(10)
        return page, form

    def _look(self) -> QWidget:
        page, form = self._form()
        settings = self._settings
        theme = QComboBox()
        for name, title in (("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))):
            theme.addItem(title, name)
        theme.setCurrentIndex(max(0, theme.findData(settings.text(THEME, "system"))))
        theme.currentIndexChanged.connect(lambda: self._write_text(THEME, str(theme.currentData())))
        language = QComboBox()
        language.addItem(tr("As the system"), "")
        for code, own_name in languages().items():
            language.addItem(own_name, code)
        language.setCurrentIndex(max(0, language.findData(settings.text(LANGUAGE))))
        language.currentIndexChanged.connect(lambda: self._write_text(LANGUAGE, str(language.currentData())))
        family = QComboBox()
        family.addItem(tr("The best serif that is installed"), "")
        for name in QFontDatabase.families():
            if not QFontDatabase.isPrivateFamily(name):
                family.addItem(name, name)
        family.setCurrentIndex(max(0, family.findData(settings.text(TEXT_FONT))))
        family.currentIndexChanged.connect(lambda: self._write_text(TEXT_FONT, str(family.currentData())))
        points = QDoubleSpinBox()
        points.setRange(6, 48)
        points.setSingleStep(0.5)
        points.setDecimals(1)
        points.setValue(settings.number(TEXT_POINTS, USUAL_POINTS))
        points.valueChanged.connect(lambda value: self._write_number(TEXT_POINTS, value))
        spacing = QDoubleSpinBox()
        spacing.setRange(1.0, 3.0)
        spacing.setSingleStep(0.05)
        spacing.setValue(settings.number(LINE_SPACING, Typeface().spacing))
        spacing.valueChanged.connect(lambda value: self._write_number(LINE_SPACING, value))
        measure = QSpinBox()
        measure.setRange(30, 160)
        measure.setValue(int(settings.number(MEASURE, Typeface().measure)))
        measure.valueChanged.connect(lambda value: self._write_number(MEASURE, value))
        for title, widget in (
            (tr("&Language (from the next start on)"), language),
            (tr("&Theme"), theme),
            (tr("&Font of the text"), family),
            (tr("&Size of the text"), points),
            (tr("&Line spacing"), spacing),
            (tr("&Characters in a line"), measure),
        ):
            widget.setAccessibleName(title.replace("&", ""))
            form.addRow(title, widget)
        form.addRow("", self._check(tr("Colours that the colour-blind can tell apart"), COLOUR_BLIND_SAFE, False))
        form.addRow(
            "", self._check(tr("High contrast, also where the system does not ask for it"), HIGH_CONTRAST, False)
        )
        return page

    def _work(self) -> QWidget:
        page, form = self._form()
        form.addRow(self._check(tr("After a name is accepted, go on to the next suggestion"), ACCEPT_GOES_ON, True))
        form.addRow(self._check(tr("Look for suggestions when an article is opened"), SUGGEST_ON_OPENING, True))
        again = QPushButton(tr("Show the first hints again"))
        again.setAutoDefault(False)
        again.clicked.connect(self._hints_again)
        form.addRow(again)
        return page

    def _check(self, text: str, key: str, usual: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(self._settings.flag(key, usual))
        box.toggled.connect(lambda on: self._write_flag(key, on))
        return box

    def _hints_again(self) -> None:
        self._settings.forget_hints()
        self.changed.emit()

    def _write_text(self, key: str, value: str) -> None:
        self._settings.set_text(key, value)
        self.changed.emit()

    def _write_number(self, key: str, value: float) -> None:
        self._settings.set_number(key, value)
        self.changed.emit()

    def _write_flag(self, key: str, on: bool) -> None:
        self._settings.set_flag(key, on)
        self.changed.emit()

    def _keys_changed(self) -> None:
        self._settings.set_keys(self._commands.own_keys())
        self.changed.emit()
