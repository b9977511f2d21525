"""Models: what exists (catalog), what is on this machine (store), and how it is loaded."""
