-- What:  How many events of each source have a touchpoint, and which names most often have none.
-- Grain: one row per source
with

named as (
    select
        kinds.source,
        kinds.event,
        sum(kinds.events) as events,
        sum(case when touchpoints.kind_no is null then kinds.events else 0 end) as unmapped
    from staging.event_kinds as kinds
    left join journeys.kinds as touchpoints on kinds.kind_no = touchpoints.kind_no
    group by kinds.source, kinds.event
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
