-- What was measured on each source.
select
    source,
    measure,
    rows,
    detail
from marts.quality
order by source, measure, detail
