"""How fast it is: `python -m tests.benchmarks` measures each thing beside the cheapest program that does the same work."""
