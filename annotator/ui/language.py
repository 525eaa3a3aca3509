"""Which language the window speaks: the chosen one, else the system's, else English; Qt's own texts with it."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.model.phrases import SOURCE
from annotator.services.languages import best_of, speak
from annotator.ui.settings import LANGUAGE, Settings


def choose_language(app: QApplication, settings: Settings) -> None:
    """Speaks the language of the settings. Called once, before the first widget is made."""
    chosen = settings.text(LANGUAGE)
    code = chosen or best_of(QLocale.system().uiLanguages())
    if chosen:
        QLocale.setDefault(QLocale(code))
    speak(code)
    if code != SOURCE:
        own = QTranslator(app)
        if own.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(own)
