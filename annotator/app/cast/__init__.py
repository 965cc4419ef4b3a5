"""People, places and events of the project, and the demands that they make."""
