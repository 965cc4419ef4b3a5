"""Rules of the review: cases, choices, policies, drafts and feedback, without the database."""
