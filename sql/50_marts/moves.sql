-- What:  From where to where customers move between contacts, staying and leaving included.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: journeys.contacts, journeys.journeys
-- Rule:  the last contact of a journey leads to its outcome in brackets, so that the rows of one
--        value add up to all its contacts

with

places as (
    select
        journeys.journey,
        contacts.kind,
        contacts.person_key,
        contacts.place as from_value,
        coalesce(contacts.next_place, '(' || journeys.outcome || ')') as to_value,
        (contacts.next_us - contacts.occurred_us) / 1000000.0 as wait_s
    from journeys.contacts as contacts
    inner join journeys.journeys as journeys on contacts.journey_key = journeys.journey_key
)

select
    journey,
    kind,
    from_value,
    to_value,
    count(*) as moves,
    count(distinct person_key) as people,
    percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
    percentile_cont(0.9) within group (order by wait_s) as p90_wait_s
from places
group by journey, kind, from_value, to_value
