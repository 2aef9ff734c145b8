-- What:  The journeys with some handoffs, and the step at which each first arrived.
-- Grain: one row per finding and journey
-- Key:   finding_no, journey_key
-- Reads: journeys.handoffs, journeys.journeys, journeys.placed_events
-- Order: finding_no, journey_key

with

asked as (
    select
        unnest($finding_no) as finding_no,
        unnest($journey_no) as journey_no,
        unnest($dimension) as dimension,
        unnest($from_value) as from_value,
        unnest($to_value) as to_value
),

-- The first one of a journey has the lowest step.
firsts as (
    select
        asked.finding_no,
        handoffs.journey_key,
        min(handoffs.person_key) as person_key,
        min(handoffs.next_event_no) as event_no
    from journeys.handoffs as handoffs
    inner join asked
        on
            handoffs.journey_no = asked.journey_no
            and handoffs.kind = asked.dimension
            and handoffs.from_place = asked.from_value
            and handoffs.to_place = asked.to_value
    group by asked.finding_no, handoffs.journey_key
)

select
    firsts.finding_no,
    firsts.journey_key,
    firsts.person_key,
    events.step_no,
    case when journeys.outcome = 'ended' then 1 else 0 end as is_lost
from firsts
inner join journeys.placed_events as events
    on firsts.journey_key = events.journey_key and firsts.event_no = events.event_no
inner join journeys.journeys as journeys on firsts.journey_key = journeys.journey_key
where journeys.outcome <> 'open'
order by firsts.finding_no, firsts.journey_key
