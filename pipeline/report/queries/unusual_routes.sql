-- Pieces of routes that chance does not explain; $1 people at least where more came than expected,
-- $1 expected at least where fewer did.
select
    journey,
    from_touchpoint,
    middle,
    to_touchpoint,
    direction,
    rank,
    observed,
    expected,
    came,
    share,
    share_low,
    share_high,
    share_elsewhere
from marts.unusual_routes
where is_unusual and came >= $1 and if(direction = 'over', observed, expected) >= $1
qualify row_number() over (partition by journey, direction order by rank) <= 4
order by journey, direction, rank
