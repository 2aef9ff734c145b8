-- What:  Every change of channel, device, department or agent inside a journey, by its names.
-- Kind:  view
-- Grain: one row per journey, kind and change
-- Key:   journey_key, kind, next_event_no
-- Reads: journeys.changes, journeys.places
-- Local: person_key
-- Rule:  as in journeys.changes. The number of a definition is in the lowest bits of the key of a
--        journey. A handoff is repeated for one of three reasons, or several.

with

named as (
    select distinct
        side_no,
        kind,
        place_no,
        place
    from journeys.places
)

select
    changes.journey_key,
    froms.kind,
    changes.journey_key % 64 as journey_no,
    changes.person_key,
    changes.next_owner_key,
    changes.next_person_event_no,
    changes.next_event_no,
    changes.next_touchpoint_no,
    froms.place as from_place,
    tos.place as to_place,
    changes.wait_us / 1000000.0 as wait_s,
    greatest(changes.repeats_touchpoint, changes.repeats_topic, changes.repeats_login)
        as is_repeated,
    changes.repeats_touchpoint,
    changes.repeats_topic,
    changes.repeats_login,
    changes.is_announced,
    changes.has_arrived,
    changes.came_back
from journeys.changes as changes
inner join named as froms
    on changes.side_no = froms.side_no and changes.place_no = froms.place_no
inner join named as tos
    on changes.side_no = tos.side_no and changes.next_place_no = tos.place_no
