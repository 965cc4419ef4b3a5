"""Does the whole hold under long, random and violent use?"""
