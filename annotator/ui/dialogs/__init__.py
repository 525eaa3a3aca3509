"""Windows that ask: new project, import, export, who is labelling, a reason, a note, settings."""
