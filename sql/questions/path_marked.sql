-- What:  The steps, with marks on those at which a walk is anchored, and at its other end.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps

select
    *,
    list_contains(cast($anchor_names as varchar[]), touchpoint) as is_anchor,
    list_contains(cast($far_names as varchar[]), touchpoint) as is_far
from path_steps
