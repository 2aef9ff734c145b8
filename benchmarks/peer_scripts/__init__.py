"""Programs for the environments of others: each is run by a python that has that peer only."""
