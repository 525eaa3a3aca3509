"""Work with colleagues in the window."""
