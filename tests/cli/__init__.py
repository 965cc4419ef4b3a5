"""Do the commands answer as the contract says?"""
