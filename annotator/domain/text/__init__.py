"""Text: offsets, words, folding, filters, damage."""
