"""Use cases of a project, one module each, for the window and the command line."""
