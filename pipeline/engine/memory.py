"""Limits of memory, as DuckDB tells them."""


def half_of(limit: str) -> str:
    """Half of a limit.

    >>> half_of("1.4 GiB"), half_of("512.0 MiB")
    ('0.70 GiB', '256.00 MiB')
    """
    amount, unit = limit.split()
    return f"{float(amount) / 2:.2f} {unit}"
