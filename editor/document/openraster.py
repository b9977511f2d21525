"""The project format: OpenRaster, a zip of PNG layers that Krita, GIMP and MyPaint read as well.

How a file is laid out is in openraster_names; openraster_write makes it, openraster_read opens it.
"""

from editor.document.openraster_read import (
    ProjectFile,
    check_project,
    read_project,
    read_project_runs,
    read_thumbnail,
)
from editor.document.openraster_write import write_project

__all__ = [
    "PROJECT_SUFFIX",
    "ProjectFile",
    "check_project",
    "read_project",
    "read_project_runs",
    "read_thumbnail",
    "write_project",
]

PROJECT_SUFFIX = ".ora"
