"""Do the use cases do what a person asks?"""
