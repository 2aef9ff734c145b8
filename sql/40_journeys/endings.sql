-- What:  The journeys that ended without the goal: where, and what the person did next.
-- Grain: one row per journey that ended
-- Key:   journey_key
-- Reads: identity.event_bundles, identity.person_events, journeys.journeys, journeys.kinds,
--        journeys.placed_events
-- Local: person_key
-- Rule:  what follows is the person's first own event after the last event of the journey that is
--        of direction "customer" and has a touchpoint, in whatever journey it lies or in none; both
--        columns are empty where there is none. Tried again: the person began a later journey of
--        the same definition; reached later: one of those reached the goal.
-- Order: occurred_us, source_no, order_no, event_id; person_event_no

with

tries as (
    select
        journey_key,
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

-- Nothing follows the last event, as is told of few others: only these are looked at.
endings as (
    select
        tries.journey_key,
        tries.journey_no,
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
            and last_events.next_us is null
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
        ids.event_id
    from endings
    inner join identity.person_events as ends
        on
            endings.owner_key = ends.person_key
            and endings.person_event_no = ends.person_event_no
    inner join identity.event_bundles as ids on ends.event_key = ids.event_key
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
        ids.event_id,
        1 as is_own
    from identity.person_events as people
    inner join concerned on people.person_key = concerned.person_key
    inner join identity.event_bundles as ids on people.event_key = ids.event_key
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

ended as (
    select
        endings.journey_key,
        endings.journey_no,
        endings.person_key,
        endings.touchpoint_no,
        endings.ended_us,
        endings.is_tried_again,
        endings.is_reached_later,
        coalesce(strange_places.person_event_no, endings.person_event_no) as person_event_no
    from endings
    left join strange_places on endings.journey_key = strange_places.journey_key
),

acts as (
    select
        kind_no,
        touchpoint_no
    from journeys.kinds
    where direction = 'customer'
),

-- Nearly always the next event is an act, or there is none: it is looked up.
followed as (
    select
        ended.*,
        acts.touchpoint_no as next_touchpoint_no,
        case when acts.kind_no is not null then nexts.occurred_us end as next_us,
        case when nexts.person_key is not null and acts.kind_no is null then 1 else 0 end
            as is_passed_over
    from ended
    left join identity.person_events as nexts
        on
            ended.person_key = nexts.person_key
            and ended.person_event_no + 1 = nexts.person_event_no
    left join acts on nexts.kind_no = acts.kind_no
),

searched as (
    select distinct person_key
    from followed
    where is_passed_over = 1
),

marked as (
    select
        people.person_key,
        people.person_event_no,
        people.occurred_us,
        people.person_event_no * 4294967296 + acts.touchpoint_no as act_mark
    from identity.person_events as people
    inner join searched on people.person_key = searched.person_key
    left join acts on people.kind_no = acts.kind_no
),

-- Numbers and times grow along a life, so the least of those ahead are those of the next act.
ahead_of as (
    select
        person_key,
        person_event_no,
        min(act_mark) over ahead % 4294967296 as next_touchpoint_no,
        min(case when act_mark is not null then occurred_us end) over ahead as next_us
    from marked
    window
        ahead as (
            partition by person_key order by person_event_no
            rows between 1 following and unbounded following
        )
)

select
    followed.journey_key,
    followed.journey_no,
    followed.person_key,
    followed.touchpoint_no,
    followed.ended_us,
    coalesce(followed.next_touchpoint_no, ahead_of.next_touchpoint_no) as next_touchpoint_no,
    coalesce(followed.next_us, ahead_of.next_us) - followed.ended_us as after_us,
    followed.is_tried_again,
    followed.is_reached_later
from followed
left join ahead_of
    on
        followed.is_passed_over = 1
        and followed.person_key = ahead_of.person_key
        and followed.person_event_no = ahead_of.person_event_no
