"""Are cases what people disagree about, and do rules settle what they should?"""
