-- What:  How much a question about paths is asked of, and how much of it is hidden.
-- Grain: one row
-- Key:   none, one row
-- Reads: path_steps

select
    count(distinct unit_key) as units,
    count(*) as steps,
    cast(coalesce(sum(events), 0) as bigint) as events,
    count(*) filter (where touchpoint = '[hidden]') as steps_hidden,
    cast(
        coalesce(sum(events) filter (where touchpoint = '[hidden]'), 0) as bigint
    ) as events_hidden
from path_steps
