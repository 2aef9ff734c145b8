-- What:  Touchpoints in another column of the journey map than in the build before.
-- Grain: one row per journey definition and touchpoint, as it was and as it is
-- Key:   journey_no, touchpoint_no, place_no
-- Reads: journeys.former_map_places, journeys.map_places
-- Rule:  in which order the columns stand is said where the map is read

select
    coalesce(places.journey_no, former.journey_no) as journey_no,
    coalesce(places.touchpoint_no, former.touchpoint_no) as touchpoint_no,
    coalesce(places.place_no, former.place_no) as place_no
from journeys.map_places as places
full outer join journeys.former_map_places as former
    on
        places.journey_no = former.journey_no
        and places.touchpoint_no = former.touchpoint_no
        and places.place_no = former.place_no
where places.journey_no is null or former.journey_no is null
