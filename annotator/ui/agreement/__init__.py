"""How far annotators agree, and the passages behind every figure."""
