"""What do people disagree about, and what shall stand?"""
