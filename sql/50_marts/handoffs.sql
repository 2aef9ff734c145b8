-- What:  Changes of channel, device, department and agent, and what became of them.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: journeys.handoffs, journeys.journeys
-- Rule:  the counts are of handoffs; reached, ended and open tell how their journeys stand; a
--        difference between them is an association, since people who switch have longer journeys
--        (marts.handoff_effects compares like with like). A repetition may have several reasons.
--        Announced are those that an event of ours began, in journeys that are not open;
--        never_arrived are those of them after which nothing else happened at the new place.
--        Evidence is up to five journeys: those that ended first, then the longest waits.
-- Order: ended before others, then the wait, then journey_key

with

ranked as (
    select
        handoffs.*,
        journeys.journey,
        journeys.journey_id,
        journeys.outcome,
        row_number() over (
            partition by
                handoffs.journey_no,
                handoffs.kind,
                handoffs.from_place,
                handoffs.to_place,
                handoffs.journey_key
            order by handoffs.wait_s desc, handoffs.contact_no asc
        ) as time_in_journey
    from journeys.handoffs as handoffs
    inner join journeys.journeys as journeys on handoffs.journey_key = journeys.journey_key
),

placed as (
    select
        *,
        row_number() over (
            partition by journey_no, kind, from_place, to_place
            order by
                time_in_journey asc,
                case when outcome = 'ended' then 0 else 1 end asc,
                wait_s desc,
                journey_key asc
        ) as place_as_evidence
    from ranked
)

select
    journey,
    kind,
    from_place as from_value,
    to_place as to_value,
    count(*) as handoffs,
    count(distinct person_key) as people,
    percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
    percentile_cont(0.9) within group (order by wait_s) as p90_wait_s,
    cast(sum(case when outcome <> 'open' then is_announced else 0 end) as bigint) as announced,
    cast(
        sum(case when outcome <> 'open' then is_announced * (1 - has_arrived) else 0 end) as bigint
    ) as never_arrived,
    cast(sum(came_back) as bigint) as came_back,
    cast(sum(is_repeated) as bigint) as repeated,
    cast(sum(repeats_touchpoint) as bigint) as repeated_touchpoint,
    cast(sum(repeats_login) as bigint) as repeated_login,
    cast(sum(repeats_topic) as bigint) as repeated_topic,
    cast(sum(case when outcome = 'reached' then 1 else 0 end) as bigint) as reached,
    cast(sum(case when outcome = 'ended' then 1 else 0 end) as bigint) as ended,
    cast(sum(case when outcome = 'open' then 1 else 0 end) as bigint) as open,
    array_sort(
        array_agg(journey_id) filter (where place_as_evidence <= 5 and time_in_journey = 1)
    ) as evidence
from placed
group by journey, kind, from_place, to_place
