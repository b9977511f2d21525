"""What is edited, without widgets: layers, mask, history, files."""
