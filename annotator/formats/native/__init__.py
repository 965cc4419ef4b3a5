"""Native JSONL, version 1."""
