-- What:  How many events of each source have a touchpoint, and which names most often have none.
with

named as (
    select
        events.source,
        events.event,
        count(*) as events,
        sum(case when touchpoints.event_id is null then 1 else 0 end) as unmapped
    from staging.events as events
    left join journeys.touchpoint_events as touchpoints on events.event_id = touchpoints.event_id
    group by events.source, events.event
),

ranked as (
    select
        *,
        row_number() over (partition by source order by unmapped desc, event asc) as place
    from named
)

select
    source,
    cast(sum(events) as bigint) as events,
    1 - sum(unmapped) / sum(events) as mapped_share,
    string_agg(
        case when place <= 5 and unmapped > 0 then event || ' (' || unmapped || ')' end, ', '
        order by place asc
    ) as unmapped
from ranked
group by source
order by source
