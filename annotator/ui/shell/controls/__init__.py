"""The menus, toolbar, status line and command palette of the window."""
