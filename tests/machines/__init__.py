"""Long tests of the whole program: random use, kills and memory."""
