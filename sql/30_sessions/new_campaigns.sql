-- What:  Events of another campaign than the person came by before.
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.settings, identity.person_events, staging.event_kinds
-- Rule:  only where a new campaign is to begin a visit; an event that names no campaign is of none,
--        and the first one that a person comes by begins a visit too
-- Order: occurred_us, source_no, order_no, event_id

with

named as (
    select
        people.event_id,
        kinds.campaign,
        lag(kinds.campaign) over (
            partition by people.person_key
            order by people.occurred_us, people.source_no, people.order_no, people.event_id
        ) as former_campaign
    from identity.person_events as people
    inner join staging.event_kinds as kinds on people.kind_no = kinds.kind_no
    cross join config.settings as settings
    where
        settings.session_campaign and kinds.direction = 'customer' and kinds.campaign is not null
)

select event_id
from named
where former_campaign is null or former_campaign <> campaign
