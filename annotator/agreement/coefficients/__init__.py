"""Chance-corrected coefficients over items that several raters rated."""
