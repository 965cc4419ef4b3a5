"""Reading and writing of the rows of each kind."""
