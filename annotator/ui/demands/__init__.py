"""The screen of the demands: a table, and a matrix by speaker and addressee."""
