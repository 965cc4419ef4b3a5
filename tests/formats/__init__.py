"""Tests of the file formats, through the command line."""
