"""How labels are proposed: pipelines and suggesters. The only room that knows spaCy."""
