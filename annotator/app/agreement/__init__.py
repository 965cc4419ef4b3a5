"""Agreement of the open project: figures, tables, passages, reports."""
