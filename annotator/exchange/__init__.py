"""Exchange with annotators: hand-outs, returns and feedback as project files."""
