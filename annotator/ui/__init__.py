"""The window. The only room that knows Qt; it paints and asks, and decides nothing."""
