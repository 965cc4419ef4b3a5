"""Hand-outs, returns and feedback files."""
