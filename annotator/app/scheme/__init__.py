"""Changes of the scheme, scheme files, and examples in the guidelines."""
