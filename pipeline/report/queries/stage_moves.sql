-- From stage to stage.
select
    journey,
    from_stage,
    to_stage,
    moves,
    people
from marts.stage_moves
order by journey, from_stage, moves desc, to_stage
