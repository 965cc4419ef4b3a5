"""Who demands what of whom, as a table and a picture."""
