"""Scores of marks that two people matched: F1, SemEval counts, confusion."""
