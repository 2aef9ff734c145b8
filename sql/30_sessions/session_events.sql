-- What:  Every event by which a person acts, placed in a visit.
-- Grain: one row per event of direction "customer" that has a person
-- Key:   person_key, person_event_no
-- Reads: config.session_events, config.settings, identity.person_events, sessions.new_campaigns,
--        staging.event_kinds
-- Local: person_key
-- Rule:  a visit ends when more than the gap passes without an event of that person, or at
--        exactly that time where gap_ends = "equal"; where asked for, also at midnight, before an
--        event of a new campaign, before one that begins and after one that ends a visit. Events at
--        one instant are never parted: where one of them begins a visit all are in it, and where
--        one ends it, it ends after all. A visit is parted max_length after its first event, and
--        again after as long: part_no counts from 0, and the event at that instant is of the new
--        part. What we do (agents, automations) is no visit.
-- Order: person_event_no

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

spaced as (
    select
        own_events.*,
        instants.is_opening,
        row_number() over person_timeline as place,
        lag(own_events.occurred_us) over person_timeline as previous_us,
        lag(own_events.local_day) over person_timeline as previous_day,
        lag(instants.is_closing) over person_timeline as after_closing
    from own_events
    left join instants
        on
            own_events.person_key = instants.person_key
            and own_events.occurred_us = instants.occurred_us
    window
        person_timeline as (
            partition by own_events.person_key order by own_events.person_event_no
        )
),

cut as (
    select
        spaced.person_key,
        spaced.person_event_no,
        spaced.occurred_us,
        spaced.kind_no,
        spaced.place,
        settings.session_length_us,
        case
            when spaced.previous_us is null then 1
            when spaced.occurred_us = spaced.previous_us then 0
            when spaced.occurred_us - spaced.previous_us > settings.longest_silence_us then 1
            when spaced.local_day <> spaced.previous_day then 1
            when spaced.is_opening = 1 or spaced.after_closing = 1 then 1
            else 0
        end as begins_visit
    from spaced
    cross join config.settings as settings
),

visits as (
    select
        person_key,
        person_event_no,
        occurred_us,
        kind_no,
        place,
        session_length_us,
        max(case when begins_visit = 1 then occurred_us end) over person_timeline as visit_us,
        max(case when begins_visit = 1 then place end) over person_timeline as first_place
    from cut
    window
        person_timeline as (
            partition by person_key order by person_event_no
            rows between unbounded preceding and current row
        )
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
