"""Who and what occurs, beside the article."""
