-- What:  The steps of one journey definition, and how each journey went out.
-- Grain: one row per step
-- Key:   journey_key, step_no
-- Reads: config.journeys, journeys.journeys, journeys.placed_events
-- Rule:  way_out is -1 for the goal, -2 for a drop-off, -3 for competing ends, and 0 while the
--        journey is still open. A person is in one of $folds groups, whole. In no order, because
--        there may be millions and they mostly lie as they are needed.

select
    events.journey_key,
    cast(events.step_no as integer) as step_no,
    cast(events.person_key % $folds as smallint) as fold,
    cast(events.touchpoint_no as integer) as touchpoint_no,
    cast(
        case journeys.outcome when 'open' then 0 when 'reached' then -1 when 'ended' then -2 else -3
        end as tinyint
    ) as way_out
from journeys.placed_events as events
inner join config.journeys as definitions on events.journey_no = definitions.journey_no
inner join journeys.journeys as journeys on events.journey_key = journeys.journey_key
where events.begins_step = 1 and definitions.journey = $journey
