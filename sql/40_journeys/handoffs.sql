-- What:  Every change of channel, device, department or agent inside a journey, one by one.
-- Grain: one row per journey, kind and change
-- Key:   journey_key, kind, contact_no
-- Reads: journeys.contacts
-- Rule:  it came back when the next change leads to where this one started; it was repeated when
--        the contact after it is a repetition
-- Order: contact_no of the contact before the change

with

followed as (
    select
        *,
        lead(is_repetition) over (partition by journey_key, kind order by contact_no)
            as next_is_repetition
    from journeys.contacts
),

changes as (
    select *
    from followed
    where next_place is not null and next_place <> place
)

select
    journey_key,
    kind,
    contact_no,
    journey_no,
    person_key,
    event_id,
    place as from_place,
    next_place as to_place,
    (next_us - occurred_us) / 1000000.0 as wait_s,
    next_is_repetition as is_repeated,
    case
        when
            lead(next_place) over (partition by journey_key, kind order by contact_no) = place
            then 1
        else 0
    end as came_back
from changes
