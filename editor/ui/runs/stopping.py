"""The question before the window closes while a run goes on."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

__all__ = ["ask_to_stop"]

translate = QCoreApplication.translate


def ask_to_stop(window: QWidget) -> bool:
    """Whether the run may be ended."""
    box = QMessageBox(window)
    box.setWindowTitle(translate("Stopping", "A run goes on"))
    box.setText(translate("Stopping", "Stop the run and close?"))
    box.setInformativeText(translate("Stopping", "Finished candidates are kept."))
    stop = box.addButton(translate("Stopping", "Stop and Close"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(translate("Stopping", "Keep Running"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stop)
    box.exec()
    return box.clickedButton() is stop
