"""The page on which keys are moved."""
