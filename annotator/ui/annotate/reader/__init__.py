"""The reader: the text of an article with its marks."""
