-- What:  Events of another campaign than the person came by before.
-- Grain: one row per event
-- Key:   person_key, person_event_no
-- Reads: config.settings, identity.person_events, staging.event_kinds
-- Local: person_key
-- Rule:  only where a new campaign is to begin a visit; an event that names no campaign is of none,
--        and the first one that a person comes by begins a visit too
-- Order: person_event_no

with

named as (
    select
        people.person_key,
        people.person_event_no,
        kinds.campaign,
        lag(kinds.campaign) over (
            partition by people.person_key order by people.person_event_no
        ) as former_campaign
    from identity.person_events as people
    inner join staging.event_kinds as kinds on people.kind_no = kinds.kind_no
    cross join config.settings as settings
    where
        settings.session_campaign and kinds.direction = 'customer' and kinds.campaign is not null
)

select
    person_key,
    person_event_no
from named
where former_campaign is null or former_campaign <> campaign
