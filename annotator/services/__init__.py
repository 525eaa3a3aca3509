"""The application without a window: what a person can do, composed of storage, nlp and formats."""
