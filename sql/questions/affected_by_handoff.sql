-- What:  The journeys with one handoff, and the step at which it first arrived.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.handoffs, journeys.journeys, journeys.placed_events

select
    handoffs.journey_key,
    min(handoffs.person_key) as person_key,
    min(events.step_no) as step_no,
    max(case when journeys.outcome = 'ended' then 1 else 0 end) as is_lost
from journeys.handoffs as handoffs
inner join journeys.placed_events as events
    on handoffs.journey_key = events.journey_key and handoffs.next_event_no = events.event_no
inner join journeys.journeys as journeys on handoffs.journey_key = journeys.journey_key
where
    handoffs.journey_no = $journey_no
    and handoffs.kind = $dimension
    and handoffs.from_place = $from_value
    and handoffs.to_place = $to_value
    and journeys.outcome <> 'open'
group by handoffs.journey_key
order by handoffs.journey_key
