"""The main window: it only puts the parts together."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.document.clipart import ClipArt
from editor.document.document import Changed, Document
from editor.document.pixels import Pixels
from editor.document.recovery import RecoveryStore
from editor.document.settings import Settings
from editor.jobs.engine import EngineFactory
from editor.jobs.engine_process import ProcessEngine
from editor.jobs.runner import Runner
from editor.ui.actions import Actions
from editor.ui.autosave import Autosave
from editor.ui.background import Background
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore
from editor.ui.clipart_panel import ClipArtPanel
from editor.ui.compare_actions import CompareActions
from editor.ui.compare_candidates import PanelCandidates
from editor.ui.context import Context
from editor.ui.current import Current
from editor.ui.edit_actions import EditActions
from editor.ui.expanding import Expanding
from editor.ui.generating import Generating
from editor.ui.help_actions import HelpActions
from editor.ui.history_panel import HistoryPanel
from editor.ui.icons import icon
from editor.ui.layer_actions import LayerActions
from editor.ui.layers_panel import LayersPanel
from editor.ui.mask_actions import MaskActions
from editor.ui.menus import LAYER_MENU, build_menus
from editor.ui.messages import MessageBar
from editor.ui.model_actions import ModelActions
from editor.ui.open_documents import OpenDocuments
from editor.ui.opening import Opening
from editor.ui.options_bar import OptionsBar
from editor.ui.panel_dock import PanelDock
from editor.ui.picture_actions import PictureActions
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.recent_menu import RecentMenu
from editor.ui.runs.applied import AppliedActions
from editor.ui.runs.bringing import BringingBack
from editor.ui.runs.engine_label import EngineLabel
from editor.ui.runs.journal import CandidateJournal, open_journal
from editor.ui.runs.painting_in import PaintingIn
from editor.ui.runs.projects import ProjectRuns
from editor.ui.runs.stopping import ask_to_stop
from editor.ui.runs.whereabouts import Whereabouts
from editor.ui.saving import Saving
from editor.ui.start_page import StartPage
from editor.ui.status_bar import StatusBar
from editor.ui.theme import Theme
from editor.ui.tool_actions import TOOL_GROUPS, ToolActions
from editor.ui.tool_bar import ToolBar
from editor.ui.view_actions import ViewActions
from editor.ui.window_layout import LAYOUT_VERSION, keep_layout, restore_layout

__all__ = ["MainWindow"]

FIRST_SIZE = QSize(1440, 900)
PANEL_WIDTH = 344
PANEL_HEIGHTS = [480, 300]  # in this proportion candidates and layers share what there is


class MainWindow(QMainWindow):
    """Everything that is on screen.

    Args:
        settings: what is remembered.
        theme: the look, already applied.
        store: where changed documents are kept for a restart.
        engine_factory: makes what computes.
    """

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        store: RecoveryStore,
        engine_factory: EngineFactory = ProcessEngine,
    ) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setDockOptions(
            self.dockOptions()
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        for area in (Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.LeftDockWidgetArea):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self._theme = theme
        self._hidden_docks: QByteArray | None = None
        self._may_stop = False  # the user agreed to end the run that goes on
        self.context = context = self._new_context(settings)
        self.documents = OpenDocuments(context.current, context.view, self)
        self.opening = Opening(context, self.documents)
        self.saving = Saving(context, self.documents)
        self.editing = EditActions(context, self.opening)
        ViewActions(context)
        PictureActions(context)
        LayerActions(context)
        MaskActions(context)
        self.tools = ToolActions(context)
        self._add_runs(engine_factory)
        context.actions.add("quit", self.tr("Quit"), self.close, icon_name="quit", keys=["Ctrl+Q"])
        helping = HelpActions(context, theme)
        self.autosave = Autosave(context, self.documents, store)
        self._build()
        helping.restore_shortcuts()
        self._connect()
        self.resize(FIRST_SIZE)
        restore_layout(self, context.settings)
        self._on_replaced()
        self.autosave.start()

    def _new_context(self, settings: Settings) -> Context:
        tool_settings = ToolSettings(self)
        nothing = Document.of_picture(Pixels.empty(1, 1), "")
        return Context(
            window=self,
            actions=Actions(self),
            current=Current(self),
            view=CanvasView(nothing, tool_settings, self),
            tool_settings=tool_settings,
            settings=settings,
            background=Background(self),
            messages=MessageBar(self),
        )

    def _add_runs(self, engine_factory: EngineFactory) -> None:
        context, whereabouts = self.context, Whereabouts(self.context, self.documents)
        writer = open_journal()
        self.runner = Runner(engine_factory, writer, self)
        self.store = CandidateStore(self)
        self.candidates = CandidatesPanel(self.store, still=lambda: self._theme.reduced_motion)
        self.prompt_bar = PromptBar(context, self)
        self.generating = Generating(
            context, whereabouts, self.prompt_bar, self.runner, self.store, self.candidates
        )
        Expanding(context, self.tools, self.prompt_bar)
        AppliedActions(context, whereabouts, self.prompt_bar, self.generating)
        PaintingIn(context)
        CompareActions(context, PanelCandidates(self.candidates, self.generating.ledger))
        self.models = ModelActions(context, self.runner, self.prompt_bar)
        bringing = BringingBack(context, whereabouts, self.generating.ledger)
        self.journal = CandidateJournal(context, whereabouts, self.store, bringing, writer)
        ProjectRuns(context, whereabouts, bringing).join(self.opening, self.saving)

    # -- putting it together

    def _build(self) -> None:
        context = self.context
        self.options = OptionsBar(context, self.tools, self)
        self.start_page = StartPage(context.settings, self)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self._workspace())
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(context.messages)
        column.addWidget(self.pages)
        self.setCentralWidget(middle)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        groups = [[self.context.actions[name] for name in group] for group in TOOL_GROUPS]
        self.tool_bar = ToolBar(self.tr("Tools"), groups)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tool_bar)
        self._add_docks()
        status = StatusBar(context, self)
        status.addPermanentWidget(EngineLabel(self.runner, self._theme))
        self.setStatusBar(status)
        panels = QMenu(self.tr("Panels"), self)
        panels.setIcon(icon("layout"))
        panels.addActions([dock.toggleViewAction() for dock in self._docks])
        build_menus(
            self.menuBar(),
            context.actions,
            {"open-recent": RecentMenu(context, self.opening), "panels": panels},
        )

    def _workspace(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.documents.tabs)
        column.addWidget(self.context.view, stretch=1)
        column.addWidget(self.prompt_bar)
        return page

    def _add_docks(self) -> None:
        actions = self.context.actions
        self.layers = LayersPanel(self.context.current)
        self.layers.set_menu_actions([self._menu_entry(name) for name in LAYER_MENU])
        self.layers.delete_wanted.connect(actions["layer-delete"].trigger)
        self.layers.changing.connect(self._settle)
        self.layers.set_buttons(
            [
                actions[name]
                for name in ("layer-add", "layer-duplicate", "layer-merge-down", "layer-delete")
            ]
        )
        self.history = HistoryPanel(self.context.current)
        self.history.changing.connect(self._settle)
        self.clipart = ClipArtPanel()
        name = self.tr("Candidates")
        self.candidates_dock = self._dock("candidates", name, self.candidates, own_title=True)
        self.layers_dock = self._dock("layers", self.tr("Layers"), self.layers)
        self.history_dock = self._dock("history", self.tr("History"), self.history)
        self.clipart_dock = self._dock("clipart", self.tr("Clip-art"), self.clipart)
        tabs = [self.history_dock, self.clipart_dock]
        stacked = [self.candidates_dock, self.layers_dock]
        self._docks = [*stacked, *tabs]
        for dock in tabs:
            self.tabifyDockWidget(self.layers_dock, dock)
        self.layers_dock.raise_()
        self.resizeDocks([self.layers_dock], [PANEL_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks(stacked, PANEL_HEIGHTS, Qt.Orientation.Vertical)

    def _menu_entry(self, name: str) -> QAction:
        if name:
            return self.context.actions[name]
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    @Slot()
    def _settle(self) -> None:
        self.context.settle()

    def _dock(self, name: str, title: str, panel: QWidget, *, own_title: bool = False) -> PanelDock:
        dock = PanelDock(name, title, panel, self, own_title=own_title)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        return dock

    def _connect(self) -> None:
        context = self.context
        context.current.replaced.connect(self._on_replaced)
        context.current.changed.connect(self._on_changed)
        self.generating.telling.told.connect(self._show_title)
        self.saving.saved.connect(self.autosave.forget)
        self.saving.closed.connect(self.autosave.forget)
        self.start_page.open_wanted.connect(self.opening.ask_open)
        self.start_page.new_wanted.connect(self.opening.new)
        self.start_page.chosen.connect(self._open_one)
        self.clipart.chosen.connect(self.add_clipart)
        self.clipart.file_wanted.connect(self.opening.ask_layer)
        self._theme.changed.connect(self._on_theme)
        self._on_theme()

    # -- following

    @Slot()
    def _on_replaced(self) -> None:
        shown = self.context.has_document()
        self.pages.setCurrentIndex(1 if shown else 0)
        self._show_docks(shown=shown)
        self.options.setVisible(shown)
        self.tool_bar.setVisible(shown)
        self.context.actions.refresh()
        self._show_title()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.structure or changed.history:
            self.context.actions.refresh()
            self._show_title()

    def _show_docks(self, *, shown: bool) -> None:
        """Panels are of no use on the start page; they come back as they were."""
        if shown and self._hidden_docks is not None:
            self.restoreState(self._hidden_docks, LAYOUT_VERSION)
            self._hidden_docks = None
        elif not shown and self._hidden_docks is None:
            self._hidden_docks = self.saveState(LAYOUT_VERSION)
            for dock in self._docks:
                dock.hide()

    @Slot()
    def _show_title(self) -> None:
        document = self.context.current.document
        name = "" if document is None else f"{document.title}[*] — "
        share = self.generating.telling.share
        done = "" if share is None else f"{int(100 * share)} % — "
        self.setWindowTitle(f"{done}{name}Blendbrush")
        self.setWindowModified(document is not None and document.modified)

    @Slot()
    def _on_theme(self) -> None:
        self.context.view.ground = QColor(self._theme.colours.canvas)
        self.context.view.update()

    @Slot(object)
    def _open_one(self, path: Path) -> None:
        self.opening.open([path])

    @Slot(object)
    def add_clipart(self, piece: ClipArt, at: tuple[float, float] | None = None) -> None:
        """Put a piece of clip-art on a layer of its own."""
        self.opening.add_clip_art(piece, at)

    # -- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, pictures and clip-art."""
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """On the canvas they become layers there; elsewhere files are opened."""
        view = self.context.view
        at: QPointF = view.mapFrom(self, event.position())
        on_canvas = self.context.has_document() and view.rect().contains(at.toPoint())
        data = event.mimeData()
        if on_canvas:
            point = view.viewport.to_picture.map(at)
            self.editing.take(data, (point.x(), point.y()))
        elif data.hasUrls():
            self.opening.open([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])
        else:
            self.editing.take(data, None)
        event.acceptProposedAction()

    # -- beginning and end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what would be lost; then let everything end."""
        if self.context.has_document():
            self.context.settle()  # what the tool in hand holds is work, too
        busy = self.runner.busy and not self._may_stop
        if busy or any(document.modified for document in self.documents):
            event.ignore()
            # A window cannot be closed from inside its own closing, so the questions come after.
            QTimer.singleShot(0, self._ask_and_close)
            return
        self.saving.close_all(self._shut_down)
        event.accept()

    @Slot()
    def _ask_and_close(self) -> None:
        if not self.runner.busy or ask_to_stop(self):
            self.saving.close_all(self._close_again)

    def _close_again(self) -> None:
        self._may_stop = True
        self.close()

    def _shut_down(self) -> None:
        docks = self._hidden_docks or self.saveState(LAYOUT_VERSION)
        keep_layout(self, self.context.settings, docks)
        self.hide()  # a step that has begun may take a moment to end
        self.autosave.stop()
        self.start_page.close()
        self.runner.close()
        self.models.close()
        self.journal.close()
        self.context.background.close()
