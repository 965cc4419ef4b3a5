"""Chance-corrected coefficients over items that several people rated."""
