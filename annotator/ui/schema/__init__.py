"""The label schema and the guidelines, edited in the application."""
