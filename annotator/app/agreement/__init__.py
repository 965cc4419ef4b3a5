"""Agreement of the open project: figures, tables, passages and reports."""
