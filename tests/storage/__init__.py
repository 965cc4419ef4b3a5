"""Does the project file keep what it was given?"""
