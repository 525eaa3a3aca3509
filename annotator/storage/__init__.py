"""The project file: one SQLite file, one write path, history that survives. The only room that knows SQLite."""
