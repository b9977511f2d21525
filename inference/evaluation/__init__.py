"""Measures what models make of prompts, and writes reports about it."""
