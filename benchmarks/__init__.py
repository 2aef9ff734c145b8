"""Benchmarks: what the pipeline costs, as ratios to the least a database could do."""
