"""Where do annotators disagree, and what is settled?"""
