-- What:  The personas that the configuration gives by rule.
-- Grain: one row per person to whom a rule applies
-- Key:   person_key
-- Reads: config.persona_conditions, config.personas, identity.person_events, identity.persons,
--        journeys.journeys, journeys.kinds, staging.event_kinds
-- Local: person_key
-- Rule:  the first persona all of whose conditions hold. A contact is an event with a touchpoint; a
--        condition on touchpoints, channels or devices holds with one contact, or with at_least
--        such a share of all contacts; one on what was told where a source told it at any time. The
--        value is that of all journeys of the person, 0 without any.

with

meeting as (
    select distinct
        conditions.persona_no,
        conditions.kind,
        kinds.kind_no
    from journeys.kinds as kinds
    inner join config.persona_conditions as conditions
        on
            case conditions.kind
                when 'touchpoint' then kinds.touchpoint
                when 'channel' then kinds.channel
                when 'device' then kinds.device
            end like conditions.pattern escape '!'
    union all
    select distinct
        conditions.persona_no,
        conditions.kind,
        kinds.kind_no
    from staging.event_kinds as kinds
    inner join config.persona_conditions as conditions
        on conditions.kind = 'told' and kinds.persona like conditions.pattern escape '!'
),

-- Without a rule nothing is counted.
asked as (
    select distinct kinds.kind_no
    from journeys.kinds as kinds
    cross join config.personas as personas
    where personas.at_least is not null
),

contacts as (
    select
        events.person_key,
        count(*) as contacts
    from identity.person_events as events
    inner join asked on events.kind_no = asked.kind_no
    group by events.person_key
),

met as (
    select
        meeting.persona_no,
        meeting.kind,
        events.person_key,
        count(*) as contacts
    from identity.person_events as events
    inner join meeting on events.kind_no = meeting.kind_no
    group by meeting.persona_no, meeting.kind, events.person_key
),

held as (
    select
        met.persona_no,
        met.person_key,
        count(*) as conditions
    from met
    inner join config.personas as personas on met.persona_no = personas.persona_no
    left join contacts on met.person_key = contacts.person_key
    where
        met.kind = 'told'
        or personas.at_least is null
        or met.contacts >= personas.at_least * contacts.contacts
    group by met.persona_no, met.person_key
),

amounts as (
    select
        person_key,
        cast(sum(cast(value as decimal(18, 4))) as double) as value
    from journeys.journeys
    where value is not null
    group by person_key
),

fitting as (
    select
        persons.person_key,
        min(personas.persona_no) as persona_no
    from config.personas as personas
    cross join identity.persons as persons
    left join held
        on personas.persona_no = held.persona_no and persons.person_key = held.person_key
    left join amounts on persons.person_key = amounts.person_key
    where
        coalesce(held.conditions, 0) = personas.conditions
        and (personas.min_value is null or coalesce(amounts.value, 0) >= personas.min_value)
        and (personas.max_value is null or coalesce(amounts.value, 0) <= personas.max_value)
    group by persons.person_key
)

select
    fitting.person_key,
    personas.persona
from fitting
inner join config.personas as personas on fitting.persona_no = personas.persona_no
