"""Scores of marks that two annotators matched: F1, SemEval counts, confusion."""
