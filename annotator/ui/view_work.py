"""What changes how the window looks: panes, zoom, theme, full screen, palette, keys, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator import __version__
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.actions import Binding
from annotator.ui.settings import THEME

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class ViewWork:
    """Binds the commands of the menus View and Help."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def bindings(self) -> dict[str, Binding]:
        has_page = self._has_page
        return {
            "view.queue": Binding(self._turn_queue, has_page, self._queue_shown),
            "view.queue_filters": Binding(self._queue_filters, has_page),
            "view.cards": Binding(self._turn_cards, has_page, self._cards_shown),
            "view.next_pane": Binding(lambda: self._pane(1), has_page),
            "view.previous_pane": Binding(lambda: self._pane(-1), has_page),
            "view.zoom_in": Binding(lambda: self._zoom(1)),
            "view.zoom_out": Binding(lambda: self._zoom(-1)),
            "view.zoom_reset": Binding(lambda: self._zoom(0)),
            "view.theme": Binding(self._turn_theme),
            "view.full_screen": Binding(self._turn_full_screen, held=self._window.isFullScreen),
            "find.corpus": Binding(self._search, has_page),
            "find.article": Binding(self._find, self._has_article),
            "app.settings": Binding(self._settings),
            "help.palette": Binding(self._palette),
            "help.keys": Binding(self._key_sheet),
            "help.hint": Binding(self._hint, has_page),
            "help.about": Binding(self._about),
        }

    def _has_page(self) -> bool:
        return self._window.page is not None

    def _has_article(self) -> bool:
        return self._window.session is not None and self._window.session.opened is not None

    def _queue_shown(self) -> bool:
        return self._window.page is not None and not self._window.page.queue.isHidden()

    def _cards_shown(self) -> bool:
        return self._window.page is not None and not self._window.page.cards.isHidden()

    def _hint(self) -> None:
        """The next of the first hints; the first again where all are behind."""
        if self._window.page is not None:
            hints = self._window.page.first_hints
            if hints.isHidden():
                hints.begin_again()
            else:
                hints.go_on()

    def _turn_queue(self) -> None:
        if self._window.page is not None:
            self._window.page.turn_queue()

    def _queue_filters(self) -> None:
        page = self._window.page
        if page is not None:
            page.queue.show()
            page.queue.open_menu()

    def _turn_cards(self) -> None:
        if self._window.page is not None:
            self._window.page.turn_cards()

    def _pane(self, step: int) -> None:
        if self._window.page is not None:
            self._window.page.next_pane(step)

    def _zoom(self, step: int) -> None:
        if self._window.page is None:
            self._window.zoom_frame(step)
            return
        view = self._window.page.view
        if step == 0:
            view.set_zoom(1.0)
        elif step > 0:
            view.zoom_in()
        else:
            view.zoom_out()

    def _turn_theme(self) -> None:
        self._window.settings.set_text(THEME, "light" if self._window.theme.dark else "dark")
        self._window.follow_system()

    def _turn_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _search(self) -> None:
        if self._window.page is not None:
            field = self._window.page.topbar.search
            field.setFocus()
            field.selectAll()

    def _find(self) -> None:
        if self._window.page is not None:
            self._window.page.finder.open()

    def _settings(self) -> None:
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.dialogs.settings import SettingsDialog

        window = self._window
        dialog = SettingsDialog(window, window.settings, window.commands, schema_keys(window.session))
        dialog.changed.connect(window.take_settings)
        ask(dialog, window.take_settings, window)

    def _palette(self) -> None:
        from annotator.ui.palette import Palette

        Palette(self._window, self._window.commands).open()

    def _key_sheet(self) -> None:
        from annotator.ui.key_sheet import KeySheet

        session = self._window.session
        KeySheet(self._window, self._window.commands, session.schema if session else None).open()

    def _about(self) -> None:
        from annotator.ui.dialogs.failure import tell

        tell(
            self._window,
            tr("Annotator {version}", version=__version__),
            tr("Label entities, claims and stances in news articles, on your own machine. Nothing is sent anywhere."),
        )


def schema_keys(session: Session | None) -> dict[str, str]:
    """The keys that the labels have: key name -> the label's or layer's name."""
    if session is None:
        return {}
    found: dict[str, str] = {}
    for layer in session.schema.layers:
        if layer.key and layer.offered:
            found[layer.key] = layer.name
        elif not layer.key:
            found.update({label.key: label.name for label in layer.labels if label.shown and label.key})
    return found
