"""How articles and labels travel: one module for each file format. Text and bytes in and out, no project, no window."""
