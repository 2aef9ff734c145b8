"""Builds of a batch: only the people whom new data touch are computed anew."""
