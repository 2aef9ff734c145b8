-- What:  How many contacts people had, over how long, and what their journeys are worth.
-- Grain: one row per person with a contact
-- Key:   person_key
-- Reads: identity.person_events, identity.persons, journeys.journeys, journeys.kinds
-- Rule:  a contact is an event with a touchpoint; span_s is from the first to the last
-- Order: person_key

with

contacts as (
    select
        events.person_key,
        count(*) as contacts,
        (max(events.occurred_us) - min(events.occurred_us)) / 1000000.0 as span_s
    from identity.person_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    group by events.person_key
),

amounts as (
    select
        person_key,
        cast(sum(cast(value as decimal(18, 4))) as double) as value
    from journeys.journeys
    where value is not null
    group by person_key
)

select
    contacts.person_key,
    persons.person_id,
    contacts.contacts,
    contacts.span_s,
    coalesce(amounts.value, 0.0) as value
from contacts
inner join identity.persons as persons on contacts.person_key = persons.person_key
left join amounts on contacts.person_key = amounts.person_key
order by contacts.person_key
