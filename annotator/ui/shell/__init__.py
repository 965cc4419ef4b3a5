"""The window around the screens: commands, keys, toolbar, status line, pages and jobs."""
