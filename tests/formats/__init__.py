"""Do other files say what we say?"""
