"""The pages of the window itself: no articles, a new project, the choice of the annotator."""
