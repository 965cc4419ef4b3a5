"""Tests of the built packages, in an empty folder with an empty environment."""
