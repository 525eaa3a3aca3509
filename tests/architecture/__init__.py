"""The rules of the house: what may import what, how large a room may be, how the program is installed."""
