"""The window: actions, panels and dialogs."""
