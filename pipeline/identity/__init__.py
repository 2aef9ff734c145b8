"""Who is who: identifiers become people, and every decision is on record."""
