"""Which marks of several annotators stand for the same thing?"""
