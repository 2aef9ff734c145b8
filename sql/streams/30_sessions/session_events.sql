-- What:  Every event by which a person acts, placed in a visit, found in one pass over sorted rows.
-- Grain: one row per event of direction "customer" that has a person
-- Key:   person_key, person_event_no
-- Reads: config.session_events, config.settings, identity.person_events, sessions.new_campaigns,
--        staging.event_kinds
-- Rule:  as in the model of this name. Times and places grow along the visits of a person, and
--        every person begins a visit: the greatest place of a beginning so far is the latest
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
),

sorted as (
    select
        own_events.*,
        coalesce(instants.is_opening, 0) as is_opening,
        coalesce(instants.is_closing, 0) as is_closing,
        settings.session_length_us,
        settings.longest_silence_us
    from own_events
    cross join config.settings as settings
    left join instants
        on
            own_events.person_key = instants.person_key
            and own_events.occurred_us = instants.occurred_us
    order by own_events.person_key, own_events.person_event_no
),

spaced as (
    select
        *,
        row_number() over () as place,
        lag(person_key) over () as former_key,
        lag(occurred_us) over () as former_us,
        lag(local_day) over () as former_day,
        lag(is_closing) over () as after_closing
    from sorted
),

cut as (
    select
        person_key,
        person_event_no,
        occurred_us,
        kind_no,
        place,
        session_length_us,
        case
            when former_key is null or former_key <> person_key then 1
            when occurred_us = former_us then 0
            when occurred_us - former_us > longest_silence_us then 1
            when local_day <> former_day then 1
            when is_opening = 1 or after_closing = 1 then 1
            else 0
        end as begins_visit
    from spaced
),

visits as (
    select
        person_key,
        person_event_no,
        occurred_us,
        kind_no,
        place,
        session_length_us,
        max_by(case when begins_visit = 1 then occurred_us end, place) over so_far as visit_us,
        max(case when begins_visit = 1 then place end) over so_far as first_place
    from cut
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
)

select
    person_key,
    person_event_no,
    visit_us,
    cast(coalesce(floor((occurred_us - visit_us) / session_length_us), 0) as bigint) as part_no,
    place - first_place + 1 as event_no,
    occurred_us,
    kind_no
from visits
