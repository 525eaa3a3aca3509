"""How far labels can be trusted: measures of agreement between annotators. Pure functions, sources in each docstring.

A measure that cannot be computed is `Undefined` with the reason in words, never a number that looks like one.
"""
