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
-- Order: ended before others, then the longest wait in the journey, then journey_key

with

told as (
    select
        handoffs.*,
        journeys.journey,
        journeys.outcome
    from journeys.handoffs as handoffs
    inner join journeys.journeys as journeys on handoffs.journey_key = journeys.journey_key
),

ranked as (
    select
        journey_no,
        kind,
        from_place,
        to_place,
        journey_key,
        row_number() over (
            partition by journey_no, kind, from_place, to_place
            order by
                case when outcome = 'ended' then 0 else 1 end asc,
                max(wait_s) desc,
                journey_key asc
        ) as place_as_evidence
    from told
    group by journey_no, kind, from_place, to_place, journey_key, outcome
),

shown as (
    select
        ranked.journey_no,
        ranked.kind,
        ranked.from_place,
        ranked.to_place,
        array_sort(array_agg(journeys.journey_id)) as evidence
    from ranked
    inner join journeys.journeys as journeys on ranked.journey_key = journeys.journey_key
    where ranked.place_as_evidence <= 5
    group by ranked.journey_no, ranked.kind, ranked.from_place, ranked.to_place
),

counted as (
    select
        journey_no,
        kind,
        from_place,
        to_place,
        max(journey) as journey,
        count(*) as handoffs,
        count(distinct person_key) as people,
        percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
        percentile_cont(0.9) within group (order by wait_s) as p90_wait_s,
        sum(case when outcome <> 'open' then is_announced else 0 end) as announced,
        sum(case when outcome <> 'open' then is_announced * (1 - has_arrived) else 0 end)
            as never_arrived,
        sum(came_back) as came_back,
        sum(is_repeated) as repeated,
        sum(repeats_touchpoint) as repeated_touchpoint,
        sum(repeats_login) as repeated_login,
        sum(repeats_topic) as repeated_topic,
        sum(case when outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when outcome = 'open' then 1 else 0 end) as open
    from told
    group by journey_no, kind, from_place, to_place
)

select
    counted.journey,
    counted.kind,
    counted.from_place as from_value,
    counted.to_place as to_value,
    counted.handoffs,
    counted.people,
    counted.median_wait_s,
    counted.p90_wait_s,
    cast(counted.announced as bigint) as announced,
    cast(counted.never_arrived as bigint) as never_arrived,
    cast(counted.came_back as bigint) as came_back,
    cast(counted.repeated as bigint) as repeated,
    cast(counted.repeated_touchpoint as bigint) as repeated_touchpoint,
    cast(counted.repeated_login as bigint) as repeated_login,
    cast(counted.repeated_topic as bigint) as repeated_topic,
    cast(counted.reached as bigint) as reached,
    cast(counted.ended as bigint) as ended,
    cast(counted.open as bigint) as open,
    shown.evidence
from counted
inner join shown
    on
        counted.journey_no = shown.journey_no
        and counted.kind = shown.kind
        and counted.from_place = shown.from_place
        and counted.to_place = shown.to_place
