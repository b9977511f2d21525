"""The picker: candidates as they come, best first."""
