"""Annotator: label entities, claims and stances in news articles, on your own machine.

How the rooms of this house lie; imports point one way only, from left to right:

    ui, cli  ->  services  ->  storage, nlp, formats  ->  model

    model      what an annotation *is*: text, spans, links, schema, changes (pure Python)
    storage    where it is *kept*: the project file, its one write path, its history
    nlp        how it is *proposed*: pipelines and suggesters (the only room that knows spaCy)
    formats    how it *travels*: one module per file format
    services   what a person can *do*, without a window
    ui, cli    what they *see*: the window, and the same jobs on the command line
"""

__version__ = "0.1.0"
