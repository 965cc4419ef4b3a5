"""Do the pure rules hold for every text?"""
