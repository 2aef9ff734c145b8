-- Rows not taken, counted by file and reason; never the row itself.
select
    source,
    file,
    reason,
    count(*) as rows
from raw.rejects
group by source, file, reason
order by source, rows desc, file, reason
