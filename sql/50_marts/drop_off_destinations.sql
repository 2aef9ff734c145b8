-- What:  Where people went instead: what they did next after a journey of theirs had ended without
--        the goal, and after how long.
-- Grain: one row per journey definition, touchpoint where journeys ended, and destination
-- Key:   journey, touchpoint, destination
-- Reads: identity.person_events, journeys.journeys, journeys.kinds, journeys.next_acts,
--        journeys.placed_events
-- Rule:  the destination is the touchpoint of the person's first own event after the last event of
--        the journey, in whatever journey it lies or in none; (nothing) where there is none until
--        the data end. Events of ours are no destination. The rows of a touchpoint add up to the
--        journeys that ended there. Tried again: the person began a later journey of the same
--        definition; reached later: one of those reached the goal.
-- Order: occurred_us, source_no, order_no, event_id

with

tries as (
    select
        journey_key,
        journey,
        journey_no,
        person_key,
        events,
        outcome,
        ended_us,
        max(started_us) over (partition by journey_no, person_key) as last_started_us,
        max(case when outcome = 'reached' then started_us end) over (
            partition by journey_no, person_key
        ) as last_reaching_us
    from journeys.journeys
),

endings as (
    select
        tries.journey_key,
        tries.journey,
        tries.person_key,
        tries.ended_us,
        last_events.touchpoint_no,
        last_events.owner_key,
        last_events.person_event_no,
        case when tries.last_started_us > tries.ended_us then 1 else 0 end as is_tried_again,
        case when tries.last_reaching_us > tries.ended_us then 1 else 0 end as is_reached_later
    from tries
    inner join journeys.placed_events as last_events
        on
            tries.journey_key = last_events.journey_key
            and tries.events = last_events.event_no
    where tries.outcome = 'ended'
),

-- The last event of a case may be of somebody else: where does it lie in the life of its first one?
strange_ends as (
    select
        endings.journey_key,
        endings.person_key,
        ends.occurred_us,
        ends.source_no,
        ends.order_no,
        ends.event_id
    from endings
    inner join identity.person_events as ends
        on
            endings.owner_key = ends.person_key
            and endings.person_event_no = ends.person_event_no
    where endings.owner_key <> endings.person_key
),

concerned as (
    select distinct person_key
    from strange_ends
),

lives as (
    select
        cast(null as bigint) as journey_key,
        people.person_key,
        people.occurred_us,
        people.source_no,
        people.order_no,
        people.event_id,
        1 as is_own
    from identity.person_events as people
    inner join concerned on people.person_key = concerned.person_key
    union all
    select
        strange_ends.*,
        0 as is_own
    from strange_ends
),

-- Being peers of the window, both count that event as done.
strange_places as (
    select
        journey_key,
        sum(is_own) over (
            partition by person_key
            order by occurred_us, source_no, order_no, event_id
            range between unbounded preceding and current row
        ) as person_event_no
    from lives
),

followed as (
    select
        endings.journey,
        endings.touchpoint_no,
        endings.person_key,
        endings.is_tried_again,
        endings.is_reached_later,
        nexts.touchpoint_no as next_touchpoint_no,
        (nexts.occurred_us - endings.ended_us) / 1000000.0 as after_s
    from endings
    left join strange_places on endings.journey_key = strange_places.journey_key
    left join journeys.next_acts as nexts
        on
            endings.person_key = nexts.person_key
            and coalesce(strange_places.person_event_no, endings.person_event_no)
            = nexts.person_event_no
),

counted as (
    select
        journey,
        touchpoint_no,
        next_touchpoint_no,
        count(*) as journeys,
        count(distinct person_key) as people,
        count(*) / cast(sum(count(*)) over (partition by journey, touchpoint_no) as double)
            as share,
        cast(sum(is_tried_again) as bigint) as tried_again,
        cast(sum(is_reached_later) as bigint) as reached_later,
        percentile_cont(0.5) within group (order by after_s) as median_after_s,
        percentile_cont(0.9) within group (order by after_s) as p90_after_s
    from followed
    group by journey, touchpoint_no, next_touchpoint_no
),

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    counted.journey,
    names.touchpoint,
    coalesce(destinations.touchpoint, '(nothing)') as destination,
    counted.journeys,
    counted.people,
    counted.share,
    counted.tried_again,
    counted.reached_later,
    counted.median_after_s,
    counted.p90_after_s
from counted
inner join names on counted.touchpoint_no = names.touchpoint_no
left join names as destinations on counted.next_touchpoint_no = destinations.touchpoint_no
