"""How far do annotators agree, and about what do they differ?"""
