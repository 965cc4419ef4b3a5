"""How other files say what we say: one small module per file format."""
