"""Runs and their candidates as the window deals with them."""
