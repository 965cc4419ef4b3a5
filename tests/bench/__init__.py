"""How fast is the program, against the floor of what it stands on?"""
