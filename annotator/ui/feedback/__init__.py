"""What the review made of one annotator's marks, for that annotator to read."""
