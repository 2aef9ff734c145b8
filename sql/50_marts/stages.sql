-- What:  The columns of the journey map: who is in each stage, how they go on, where they are lost.
-- Grain: one row per journey definition and stage
-- Key:   journey, stage
-- Reads: config.journeys, config.stages, journeys.journeys, journeys.map_places,
--        journeys.stage_arrivals, journeys.stage_counts, journeys.stage_times
-- Rule:  where journeys of a definition touch one stage only, the columns are its touchpoints:
--        level tells. A customer counts once in each stage; share is of all customers of the
--        definition. Counts are those of journeys.stage_counts: journeys = went_on + reached +
--        other_ends + ended + open. The rate is ended / at_risk, at risk are those not open here;
--        its interval is Wilson's at 95 % (Wilson 1927), from 0 to 1 where nobody is at risk. Time
--        to the next stage runs from the first contact of a stay to the first contact of the next
--        stay elsewhere. from_other_device (channel, department): journeys with a contact here
--        whose contact before was on another.

with

places as (
    select distinct
        journey_no,
        place_no,
        position,
        place,
        level
    from journeys.map_places
),

counted as (
    select
        journey_no,
        place_no,
        cast(sum(people) as bigint) as people,
        cast(sum(journeys) as bigint) as journeys,
        cast(sum(contacts) as bigint) as contacts,
        cast(sum(went_on) as bigint) as went_on,
        cast(sum(reached) as bigint) as reached,
        cast(sum(other_ends) as bigint) as other_ends,
        cast(sum(ended) as bigint) as ended,
        cast(sum(open) as bigint) as open
    from journeys.stage_counts
    group by journey_no, place_no
),

everybody as (
    select
        journey_no,
        count(distinct person_key) as people
    from journeys.journeys
    group by journey_no
),

rated as (
    select
        *,
        journeys - open as at_risk,
        ended / cast(nullif(journeys - open, 0) as double) as rate,
        cast(nullif(journeys - open, 0) as double) as n,
        3.841458820694124 as z2
    from counted
)

select
    definitions.journey,
    places.place as stage,
    places.position,
    places.level,
    stages.question,
    rated.people,
    rated.people / cast(everybody.people as double) as share,
    rated.contacts,
    rated.journeys,
    rated.went_on,
    rated.reached,
    rated.other_ends,
    rated.ended,
    rated.open,
    rated.at_risk,
    rated.rate,
    greatest(
        0.0,
        (
            rated.rate
            + rated.z2 / (2 * rated.n)
            - sqrt(
                rated.z2 * (rated.rate * (1 - rated.rate) + rated.z2 / (4 * rated.n)) / rated.n
            )
        )
        / (1 + rated.z2 / rated.n)
    ) as rate_low,
    least(
        1.0,
        (
            rated.rate
            + rated.z2 / (2 * rated.n)
            + sqrt(
                rated.z2 * (rated.rate * (1 - rated.rate) + rated.z2 / (4 * rated.n)) / rated.n
            )
        )
        / (1 + rated.z2 / rated.n)
    ) as rate_high,
    times.median_to_next_s,
    times.p90_to_next_s,
    coalesce(arrivals.from_other_channel, 0) as from_other_channel,
    coalesce(arrivals.from_other_device, 0) as from_other_device,
    coalesce(arrivals.from_other_department, 0) as from_other_department
from rated
inner join places on rated.journey_no = places.journey_no and rated.place_no = places.place_no
inner join config.journeys as definitions on rated.journey_no = definitions.journey_no
inner join everybody on rated.journey_no = everybody.journey_no
left join config.stages as stages on places.level = 'stage' and places.place = stages.stage
left join journeys.stage_times as times
    on rated.journey_no = times.journey_no and rated.place_no = times.place_no
left join journeys.stage_arrivals as arrivals
    on rated.journey_no = arrivals.journey_no and rated.place_no = arrivals.place_no
