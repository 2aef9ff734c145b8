-- What:  Touchpoints that stand elsewhere on the journey map than in the build before.
-- Grain: one row per journey definition and touchpoint, as it was and as it is
-- Key:   journey_no, touchpoint_no, place_no
-- Reads: journeys.former_map_places, journeys.map_places

with

present as (
    select *
    from journeys.map_places
    except
    select *
    from journeys.former_map_places
),

former as (
    select *
    from journeys.former_map_places
    except
    select *
    from journeys.map_places
)

select
    journey_no,
    touchpoint_no,
    place_no
from present
union
select
    journey_no,
    touchpoint_no,
    place_no
from former
