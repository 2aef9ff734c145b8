-- What:  From where to where contacts lead, for one kind of place and one definition.
-- Grain: one row per from and to
-- Key:   from_value, to_value
-- Reads: marts.moves
-- Rule:  as in marts.moves

select
    from_value,
    to_value,
    moves,
    median_wait_s
from marts.moves
where journey = $journey and kind = $kind
order by from_value, to_value
