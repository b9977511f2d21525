"""Jobs: runs of the engine as the editor sees them, in a thread and a child process."""
