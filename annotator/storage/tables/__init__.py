"""The tables of a project: one module for the rows of each kind."""
