"""How do files come in and go out through the window?"""
