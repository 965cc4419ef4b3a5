"""The same operations from a command line."""
