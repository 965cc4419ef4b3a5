"""Import of files into the project, and export out of it."""
