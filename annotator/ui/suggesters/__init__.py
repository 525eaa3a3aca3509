"""The window of suggesters: which pipelines propose, what one finds that another does not, memory, known names."""
