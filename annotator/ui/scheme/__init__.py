"""The page on which the scheme is edited."""
