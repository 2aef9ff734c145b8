-- What:  The events of every line of a journey definition, in order, in numbers.
-- Grain: one row per journey definition, line (a person or a case) and event
-- Key:   line_key, owner_key, person_event_no
-- Reads: identity.bundle_identifiers, identity.event_bundles, identity.person_events,
--        journeys.roles
-- Rule:  line_key puts the person or the case and the definition in one number, as the key of a
--        journey does
-- Order: line_key, line_no

with

lines as (
    select
        people.person_key * 64 + roles.journey_no as line_key,
        people.person_key as owner_key,
        people.person_event_no,
        people.occurred_us,
        cast(people.kind_no as integer) as kind_no,
        people.value,
        people.emotion,
        people.person_event_no as line_no
    from identity.person_events as people
    inner join journeys.roles as roles on people.kind_no = roles.kind_no
    where roles.case_type is null
    union all
    select
        *,
        row_number() over () as line_no
    from (
        select
            held.identifier_no * 64 + roles.journey_no as line_key,
            people.person_key as owner_key,
            people.person_event_no,
            people.occurred_us,
            cast(people.kind_no as integer) as kind_no,
            people.value,
            people.emotion
        from identity.person_events as people
        inner join identity.event_bundles as ids on people.event_key = ids.event_key
        inner join identity.bundle_identifiers as held on people.bundle_no = held.bundle_no
        inner join journeys.roles as roles
            on people.kind_no = roles.kind_no and held.id_type = roles.case_type
        order by
            line_key,
            people.occurred_us,
            people.source_no,
            people.order_no,
            ids.event_id
    ) as cases
)

select
    line_key,
    owner_key,
    person_event_no,
    occurred_us,
    kind_no,
    value,
    emotion
from lines
order by line_key, line_no
