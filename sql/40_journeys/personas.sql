-- What:  The persona of each customer of whom a rule or a source tells one.
-- Grain: one row per person with a persona
-- Key:   person_key
-- Reads: identity.person_events, journeys.ruled_personas, staging.event_kinds
-- Rule:  that of [[persona]], else the one last told, as in marts.people
-- Order: person_event_no, which goes by occurred_us, source_no, order_no, event_id

with

told as (
    select
        events.person_key,
        kinds.persona,
        row_number() over (
            partition by events.person_key order by events.person_event_no desc
        ) as recency
    from identity.person_events as events
    inner join staging.event_kinds as kinds on events.kind_no = kinds.kind_no
    where kinds.persona is not null
),

known as (
    select
        person_key,
        persona
    from journeys.ruled_personas
    union all
    select
        told.person_key,
        told.persona
    from told
    left join journeys.ruled_personas as ruled on told.person_key = ruled.person_key
    where told.recency = 1 and ruled.person_key is null
)

select
    person_key,
    persona,
    dense_rank() over (order by persona) as persona_no
from known
