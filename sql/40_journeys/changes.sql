-- What:  Every change of channel, device, department or agent inside a journey, in numbers.
-- Grain: one row per journey, kind and change
-- Key:   journey_key, side_no, next_event_no
-- Reads: config.answer_touchpoints, config.handoff_settings, config.login_touchpoints,
--        journeys.contacts, journeys.kinds, journeys.placed_events, journeys.places
-- Local: person_key
-- Rule:  answers (ratings) are no contacts and bring up no topic. It came back when the next change
--        leads to where this one started. It was repeated when at the contact after it the customer
--        acts at a touchpoint that came before, on a topic that was touched at most topic_window
--        before, or logs in again: at a touchpoint marked so, or at a login at most login_window
--        after the one before. It was announced when that contact is an event of ours (a ticket
--        assigned, say): it then arrived when any other event of the journey happens at the new
--        place later on.
-- Order: event_no of the contact before the change

with

changed as (
    select
        journey_key,
        side_no,
        place_no,
        next_place_no,
        cast(next_event_no as bigint) as next_event_no,
        wait_us,
        lead(next_place_no) over (
            partition by journey_key, side_no order by event_no
        ) as place_after_no
    from journeys.contacts
    where next_place_no <> place_no
),

changes as (
    select
        changed.*,
        nexts.person_key,
        nexts.owner_key as next_owner_key,
        nexts.person_event_no as next_person_event_no,
        nexts.touchpoint_no as next_touchpoint_no,
        case when kinds.direction = 'customer' then 1 else 0 end as is_own
    from changed
    inner join journeys.placed_events as nexts
        on changed.journey_key = nexts.journey_key and changed.next_event_no = nexts.event_no
    inner join journeys.kinds as kinds on nexts.kind_no = kinds.kind_no
),

changing as (
    select distinct journey_key
    from changes
),

-- The first time at each touchpoint, in journeys that have a handoff.
firsts as (
    select
        events.journey_key,
        events.touchpoint_no,
        min(events.event_no) as event_no
    from journeys.placed_events as events
    inner join changing on events.journey_key = changing.journey_key
    group by events.journey_key, events.touchpoint_no
),

topical as (
    select
        events.journey_key,
        events.event_no,
        events.occurred_us - lag(events.occurred_us) over (
            partition by events.journey_key, kinds.topic order by events.event_no
        ) as since_topic_us
    from journeys.placed_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    left join config.answer_touchpoints as answers on kinds.touchpoint = answers.touchpoint
    where kinds.topic is not null and answers.touchpoint is null
),

topics as (
    select
        topical.journey_key,
        topical.event_no
    from topical
    cross join config.handoff_settings as settings
    where topical.since_topic_us <= settings.topic_window_us
),

logins as (
    select
        events.journey_key,
        events.event_no,
        touchpoints.is_again,
        events.occurred_us - lag(events.occurred_us) over (
            partition by events.journey_key order by events.event_no
        ) as since_login_us
    from journeys.placed_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    inner join config.login_touchpoints as touchpoints
        on kinds.touchpoint = touchpoints.touchpoint
    where kinds.direction = 'customer'
),

logins_again as (
    select
        logins.journey_key,
        logins.event_no
    from logins
    cross join config.handoff_settings as settings
    where logins.is_again = 1 or logins.since_login_us <= settings.login_window_us
),

awaited as (
    select distinct
        journey_key,
        side_no,
        next_place_no as place_no
    from changes
    where is_own = 0
),

-- The last time at each place that was announced: a customer arrived if it is after that.
arrivals as (
    select
        awaited.journey_key,
        awaited.side_no,
        awaited.place_no,
        max(events.event_no) as event_no
    from awaited
    inner join journeys.placed_events as events on awaited.journey_key = events.journey_key
    inner join journeys.places as places
        on
            events.kind_no = places.kind_no
            and awaited.side_no = places.side_no
            and awaited.place_no = places.place_no
    group by awaited.journey_key, awaited.side_no, awaited.place_no
),

reasoned as (
    select
        changes.*,
        case when changes.is_own = 1 and firsts.event_no < changes.next_event_no then 1 else 0 end
            as repeats_touchpoint,
        case when changes.is_own = 1 and topics.event_no is not null then 1 else 0 end
            as repeats_topic,
        case when logins_again.event_no is null then 0 else 1 end as repeats_login,
        case when changes.is_own = 0 and arrivals.event_no > changes.next_event_no then 1 else 0 end
            as has_arrived
    from changes
    inner join firsts
        on
            changes.journey_key = firsts.journey_key
            and changes.next_touchpoint_no = firsts.touchpoint_no
    left join topics
        on
            changes.journey_key = topics.journey_key
            and changes.next_event_no = topics.event_no
    left join logins_again
        on
            changes.journey_key = logins_again.journey_key
            and changes.next_event_no = logins_again.event_no
    left join arrivals
        on
            changes.journey_key = arrivals.journey_key
            and changes.side_no = arrivals.side_no
            and changes.next_place_no = arrivals.place_no
)

select
    journey_key,
    side_no,
    place_no,
    next_place_no,
    person_key,
    next_owner_key,
    cast(next_person_event_no as integer) as next_person_event_no,
    cast(next_event_no as integer) as next_event_no,
    cast(next_touchpoint_no as integer) as next_touchpoint_no,
    wait_us,
    repeats_touchpoint,
    repeats_topic,
    repeats_login,
    1 - is_own as is_announced,
    has_arrived,
    case when place_after_no = place_no then 1 else 0 end as came_back
from reasoned
