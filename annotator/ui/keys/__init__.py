"""The page of keys and the cheat sheet."""
