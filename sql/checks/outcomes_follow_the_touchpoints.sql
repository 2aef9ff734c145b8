-- What:  A journey has the outcome of its first goal or competing end, and without one it is open
--        or ended by its silence.
-- Grain: one row per broken promise
-- Key:   journey_key
-- Reads: config.journeys, journeys.journeys, journeys.outcomes, journeys.placed_events,
--        staging.data_window

with

firsts as (
    select
        journey_key,
        min(case when outcome_no is not null then event_no end) as event_no,
        max(occurred_us) as last_us
    from journeys.placed_events
    group by journey_key
),

derived as (
    select
        firsts.journey_key,
        firsts.last_us,
        outcomes.outcome
    from firsts
    left join journeys.placed_events as deciding
        on firsts.journey_key = deciding.journey_key and firsts.event_no = deciding.event_no
    left join journeys.outcomes as outcomes
        on
            deciding.journey_no = outcomes.journey_no
            and deciding.outcome_no = outcomes.outcome_no
)

select
    journeys.journey_key,
    journeys.outcome
from journeys.journeys as journeys
inner join derived on journeys.journey_key = derived.journey_key
inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
cross join staging.data_window as data
where
    (derived.outcome is not null and journeys.outcome <> derived.outcome)
    or (derived.outcome is null and journeys.outcome not in ('open', 'ended'))
    or (
        derived.outcome is null
        and journeys.outcome = 'open'
        and data.as_of_us - derived.last_us > definitions.timeout_us
    )
    or (
        derived.outcome is null
        and journeys.outcome = 'ended'
        and data.as_of_us - derived.last_us <= definitions.timeout_us
    )
