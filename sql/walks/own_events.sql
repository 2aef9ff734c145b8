-- What:  Every event by which a person acts, in order, with what begins or ends a visit there.
-- Grain: one row per event of direction "customer" that has a person
-- Key:   person_key, person_event_no
-- Reads: config.session_events, config.settings, identity.person_events, sessions.new_campaigns,
--        staging.event_kinds
-- Rule:  local_day counts days where visits end at midnight, and is 0 elsewhere
-- Order: person_key, person_event_no

with

own_kinds as (
    select
        kinds.kind_no,
        coalesce(roles.begins, 0) as begins,
        coalesce(roles.ends, 0) as ends
    from staging.event_kinds as kinds
    left join config.session_events as roles on kinds.event = roles.event
    where kinds.direction = 'customer'
),

own_events as (
    select
        people.person_key,
        people.person_event_no,
        people.occurred_us,
        people.kind_no,
        case
            when settings.session_midnight
                then cast(
                    from_utc_timestamp(timestamp_micros(people.occurred_us), settings.timezone)
                    as date
                )
        end as local_day
    from identity.person_events as people
    inner join own_kinds on people.kind_no = own_kinds.kind_no
    cross join config.settings as settings
),

-- Few events open or close a visit, so they are looked for apart.
marks as (
    select
        people.person_key,
        people.occurred_us,
        own_kinds.begins as is_opening,
        own_kinds.ends as is_closing
    from identity.person_events as people
    inner join own_kinds on people.kind_no = own_kinds.kind_no
    where own_kinds.begins = 1 or own_kinds.ends = 1
    union all
    select
        people.person_key,
        people.occurred_us,
        1 as is_opening,
        0 as is_closing
    from sessions.new_campaigns as campaigns
    inner join identity.person_events as people
        on
            campaigns.person_key = people.person_key
            and campaigns.person_event_no = people.person_event_no
),

instants as (
    select
        person_key,
        occurred_us,
        max(is_opening) as is_opening,
        max(is_closing) as is_closing
    from marks
    group by person_key, occurred_us
)

select
    own_events.person_key,
    own_events.person_event_no,
    own_events.occurred_us,
    own_events.kind_no,
    coalesce(own_events.local_day - date '1970-01-01', 0) as local_day,
    coalesce(instants.is_opening, 0) = 1 as is_opening,
    coalesce(instants.is_closing, 0) = 1 as is_closing
from own_events
left join instants
    on
        own_events.person_key = instants.person_key
        and own_events.occurred_us = instants.occurred_us
order by own_events.person_key, own_events.person_event_no
