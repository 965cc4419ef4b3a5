"""The window around the screens: commands, keys, toolbar, status line, jobs."""
