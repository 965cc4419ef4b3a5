"""The review: the disagreements of the annotators, and the decisions that settle them."""
