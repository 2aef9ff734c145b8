"""Tables of every event that are found by going along sorted rows, in arrays."""
