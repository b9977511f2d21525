"""The desktop editor: document, canvas, jobs and user interface."""
