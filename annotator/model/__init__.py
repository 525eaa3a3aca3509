"""What an annotation is: texts, spans, links, labels, changes. Pure Python that reads and writes nothing."""
