"""The application's style sheet and palette for a theme. Widgets say what they are with the property `role`.

Roles of labels: `title`, `heading`, `muted`, `tag`, `ask` (a required tag that is missing), `key` (a key cap), `count`
(a rounded number), `saved`, `waiting`, `wrong`. Roles of buttons: `chip` (a rounded filter), `flat`, `tab`, `primary`.
Text fields, lists, menus and tables need no role; combo and spin boxes are Fusion's own, coloured by the palette.
Roles of frames: `card` (property `focused` true: in focus; property `suggested` true: dashed), `panel`, `paper`, `foot`,
`bar`. (Every widget of Qt has a property `focus` of its own, hence `focused`.)
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from annotator.resources_path import resource
from annotator.ui.theme_colours import Theme, mix

_SHEET = """
QMainWindow, QDialog, *[role="panel"], *[role="foot"], *[role="bar"] {{ background: {panel}; }}
*[role="paper"] {{ background: {paper}; }}
*[role="foot"] {{ border: 0; border-top: 1px solid {line}; }}
*[role="bar"] {{ border: 0; border-bottom: 1px solid {line}; }}
QFrame[role="card"] {{ background: {paper}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[role="card"][suggested="true"] {{ border-style: dashed; border-color: {edge}; background: transparent; }}
QFrame[role="card"][focused="true"] {{ border: 2px solid {accent}; background: {paper}; }}
QFrame[role="card"][focused="true"][suggested="true"] {{ border-style: dashed; }}
QDialog {{ border: 1px solid {edge}; }}
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFileDialog QToolButton {{ padding: 3px; }}
QLabel {{ background: transparent; color: {ink}; }}
QLabel[role="title"] {{ font-weight: 600; }}
QLabel[role="heading"] {{ font-weight: 600; font-size: {large}pt; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="tag"] {{ background: {tag}; border: 1px solid {tag_edge}; border-radius: 3px; padding: 0 6px; }}
QLabel[role="ask"], QPushButton[role="ask"], QToolButton[role="ask"] {{
  color: {wrong}; background: transparent; border: 1px dashed {wrong}; border-radius: 3px; padding: 0 6px; }}
QLabel[role="key"] {{ background: {paper}; color: {ink}; border: 1px solid {edge}; border-bottom: 2px solid {edge};
  border-radius: 4px; padding: 0 5px; font-weight: 600; }}
QLabel[role="count"] {{ background: {accent}; color: {on_accent}; border-radius: 8px; padding: 0 7px; font-weight: 600; }}
QLabel[role="saved"] {{ color: {saved}; }}
QLabel[role="waiting"] {{ color: {waiting}; font-weight: 600; }}
QLabel[role="wrong"] {{ color: {wrong}; font-weight: 600; }}
QPushButton, QToolButton {{ background: {paper}; color: {ink}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 12px; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 3px 11px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; border-color: {line}; background: transparent; }}
QPushButton:default, QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:default:focus, QPushButton[role="primary"]:focus {{ border: 2px solid {ink}; }}
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {{ background: transparent; color: {muted}; border-color: {line}; }}
QPushButton[role="chip"], QToolButton[role="chip"] {{ border-radius: 11px; padding: 2px 10px; background: transparent; color: {muted}; border: 1px solid {edge}; }}
QPushButton[role="chip"]:checked, QToolButton[role="chip"]:checked {{ background: {ink}; color: {panel}; border-color: {ink}; font-weight: 600; }}
QPushButton[role="flat"], QToolButton[role="flat"] {{ border: 1px solid transparent; background: transparent; padding: 3px 6px; }}
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover {{ background: {hover}; }}
QPushButton[role="tab"], QToolButton[role="tab"] {{ border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: transparent; color: {muted}; padding: 4px 2px; }}
QPushButton[role="tab"]:checked, QToolButton[role="tab"]:checked {{ color: {ink}; border-bottom-color: {ink}; font-weight: 600; }}
QCheckBox::indicator, QAbstractItemView::indicator {{
    width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 3px; background: {paper}; }}
QCheckBox::indicator:focus {{ width: 12px; height: 12px; border: 2px solid {accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{check}"); }}
QCheckBox::indicator:disabled {{ border-color: {line}; }}
QLineEdit, QTextEdit, QPlainTextEdit {{
  background: {paper}; color: {ink}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 8px;
  selection-background-color: {selection}; selection-color: {ink}; }}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QAbstractItemView {{ background: {panel}; color: {ink}; border: 0; outline: 0;
  selection-background-color: {chosen}; selection-color: {ink}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: 0; border-bottom: 1px solid {line}; padding: 4px 8px; }}
QMenuBar {{ background: {panel}; color: {ink}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: 4px 8px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {paper}; color: {ink}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; color: {ink}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {paper}; color: {ink}; border: 1px solid {edge}; padding: 4px 6px; }}
QProgressBar {{ background: {tag}; border: 0; border-radius: 3px; max-height: 6px; text-align: center; color: transparent; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QStatusBar {{ background: {panel}; color: {muted}; }}
QStatusBar::item {{ border: 0; }}
"""


def style_sheet(theme: Theme, points: float) -> str:
    """The style sheet of `theme`; `points` is the size of the frame's font, to which headings are set in proportion."""
    return _SHEET.format(
        paper=theme.paper,
        panel=theme.panel,
        ink=theme.ink,
        muted=theme.muted,
        line=theme.line,
        edge=theme.edge,
        tag=theme.tag,
        tag_edge=theme.edge if theme.high_contrast else theme.tag,
        hover=theme.hover,
        accent=theme.accent,
        on_accent=theme.on_accent,
        selection=theme.selection,
        chosen=mix(theme.accent, theme.panel, 0.8 if theme.dark else 0.86),
        saved=theme.saved,
        waiting=theme.waiting,
        wrong=theme.wrong,
        large=round(points * 1.35, 1),
        check=resource("icons", f"check-{'black' if theme.dark else 'white'}.svg").as_posix(),
    )


def palette(theme: Theme) -> QPalette:
    """The palette for what the style sheet does not reach: Fusion's own parts, dialogs of the toolkit."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.panel,
        role.WindowText: theme.ink,
        role.Base: theme.paper,
        role.AlternateBase: theme.panel,
        role.Text: theme.ink,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.ink,
        role.BrightText: theme.wrong,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.ink,
        role.ToolTipBase: theme.paper,
        role.ToolTipText: theme.ink,
        role.Link: theme.accent,
        role.LinkVisited: theme.families["events"].ink,
        role.Accent: theme.accent,
        role.Light: mix(theme.panel, theme.paper, 0.5),
        role.Midlight: theme.hover,
        role.Mid: theme.edge,
        role.Dark: theme.muted,
        role.Shadow: "#000000",
    }
    made = QPalette()
    for wanted, colour in colours.items():
        made.setColor(wanted, QColor(colour))
    for wanted in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, wanted, QColor(theme.muted))
    return made
