"""Does what `make package` built work by itself, in an empty folder with an empty environment?"""
