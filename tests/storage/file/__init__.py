"""Tests of the project file itself: opening, locking and migrations."""
