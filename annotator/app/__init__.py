"""What a person can do with a project: one module per use case, for window and command line alike."""
