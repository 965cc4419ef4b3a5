"""How is the scheme edited in the window?"""
