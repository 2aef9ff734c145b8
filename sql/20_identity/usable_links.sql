-- What:  The pairs of identifiers whose connected components are people, conflicts aside.
-- Kind:  view
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.links

select
    left_no,
    right_no
from identity.links
