"""What the program promises, tried out."""
