"""Modes in which keys mean something else for a while."""
