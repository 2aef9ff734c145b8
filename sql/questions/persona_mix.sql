-- What:  On which channels and devices people had their contacts, and at which touchpoints.
-- Grain: one row per person, kind and value
-- Key:   person_key, kind, value_name
-- Reads: identity.person_events, journeys.kinds
-- Rule:  a contact is an event with a touchpoint; "(none)" where the channel or device is not known
-- Order: person_key, kind, value_name

with

counted as (
    select
        person_key,
        kind_no,
        count(*) as contacts
    from identity.person_events
    group by person_key, kind_no
),

named as (
    select
        counted.person_key,
        'touchpoint' as kind,
        kinds.touchpoint as value_name,
        counted.contacts
    from counted
    inner join journeys.kinds as kinds on counted.kind_no = kinds.kind_no
    union all
    select
        counted.person_key,
        'channel' as kind,
        coalesce(kinds.channel, '(none)') as value_name,
        counted.contacts
    from counted
    inner join journeys.kinds as kinds on counted.kind_no = kinds.kind_no
    union all
    select
        counted.person_key,
        'device' as kind,
        coalesce(kinds.device, '(none)') as value_name,
        counted.contacts
    from counted
    inner join journeys.kinds as kinds on counted.kind_no = kinds.kind_no
)

select
    person_key,
    kind,
    value_name,
    cast(sum(contacts) as bigint) as contacts
from named
group by person_key, kind, value_name
order by person_key, kind, value_name
