-- What:  As many journeys leave a touchpoint at a step as arrive there.
-- Grain: one row per broken promise
-- Key:   journey, step_no, touchpoint
-- Reads: marts.flows

with

arrivals as (
    select
        journey,
        step_no + 1 as step_no,
        to_touchpoint as touchpoint,
        sum(journeys) as journeys
    from marts.flows
    where to_touchpoint not like '(%'
    group by journey, step_no, to_touchpoint
),

departures as (
    select
        journey,
        step_no,
        from_touchpoint as touchpoint,
        sum(journeys) as journeys
    from marts.flows
    where step_no > 0
    group by journey, step_no, from_touchpoint
)

select
    coalesce(arrivals.journey, departures.journey) as journey,
    coalesce(arrivals.step_no, departures.step_no) as step_no,
    coalesce(arrivals.touchpoint, departures.touchpoint) as touchpoint,
    arrivals.journeys as arriving,
    departures.journeys as leaving
from arrivals
full outer join departures
    on
        arrivals.journey = departures.journey
        and arrivals.step_no = departures.step_no
        and arrivals.touchpoint = departures.touchpoint
where coalesce(arrivals.journeys, 0) <> coalesce(departures.journeys, 0)
