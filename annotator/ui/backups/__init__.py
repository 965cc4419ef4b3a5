"""How is a project copied for safety, on wish and by itself, and brought back?"""
