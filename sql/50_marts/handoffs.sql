-- What:  Changes of channel, device, department and agent, and what became of them.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: config.journeys, journeys.changes, journeys.journeys, journeys.places
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
        changes.journey_key,
        changes.side_no,
        changes.place_no,
        changes.next_place_no,
        changes.person_key,
        changes.wait_us / 1000000.0 as wait_s,
        changes.came_back,
        changes.repeats_touchpoint,
        changes.repeats_login,
        changes.repeats_topic,
        changes.is_announced,
        changes.has_arrived,
        journeys.journey_no,
        case journeys.outcome when 'reached' then 1 else 0 end as is_reached,
        case journeys.outcome when 'ended' then 1 else 0 end as is_ended,
        case journeys.outcome when 'open' then 1 else 0 end as is_open
    from journeys.changes as changes
    inner join journeys.journeys as journeys on changes.journey_key = journeys.journey_key
),

ranked as (
    select
        journey_no,
        side_no,
        place_no,
        next_place_no,
        journey_key,
        row_number() over (
            partition by journey_no, side_no, place_no, next_place_no
            order by max(is_ended) desc, max(wait_s) desc, journey_key asc
        ) as place_as_evidence
    from told
    group by journey_no, side_no, place_no, next_place_no, journey_key
),

shown as (
    select
        ranked.journey_no,
        ranked.side_no,
        ranked.place_no,
        ranked.next_place_no,
        array_sort(array_agg(journeys.journey_id)) as evidence
    from ranked
    inner join journeys.journeys as journeys on ranked.journey_key = journeys.journey_key
    where ranked.place_as_evidence <= 5
    group by ranked.journey_no, ranked.side_no, ranked.place_no, ranked.next_place_no
),

counted as (
    select
        journey_no,
        side_no,
        place_no,
        next_place_no,
        count(*) as handoffs,
        count(distinct person_key) as people,
        percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
        percentile_cont(0.9) within group (order by wait_s) as p90_wait_s,
        sum(is_announced * (1 - is_open)) as announced,
        sum(is_announced * (1 - is_open) * (1 - has_arrived)) as never_arrived,
        sum(came_back) as came_back,
        sum(greatest(repeats_touchpoint, repeats_login, repeats_topic)) as repeated,
        sum(repeats_touchpoint) as repeated_touchpoint,
        sum(repeats_login) as repeated_login,
        sum(repeats_topic) as repeated_topic,
        sum(is_reached) as reached,
        sum(is_ended) as ended,
        sum(is_open) as open
    from told
    group by journey_no, side_no, place_no, next_place_no
),

named as (
    select distinct
        side_no,
        kind,
        place_no,
        place
    from journeys.places
)

select
    definitions.journey,
    froms.kind,
    froms.place as from_value,
    tos.place as to_value,
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
        and counted.side_no = shown.side_no
        and counted.place_no = shown.place_no
        and counted.next_place_no = shown.next_place_no
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
inner join named as froms
    on counted.side_no = froms.side_no and counted.place_no = froms.place_no
inner join named as tos
    on counted.side_no = tos.side_no and counted.next_place_no = tos.place_no
