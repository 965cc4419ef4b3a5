"""How does work go out to annotators and come back through the window?"""
