"""File formats for import and export: one module for each."""
