-- What:  The events of three logs, sorted and stored: the least that anything with journeys in it
--        has to do.
create or replace table sorted as
select
    coalesce(cookie, login, address) as who,
    happened,
    id,
    event,
    channel,
    device
from read_parquet($paths, union_by_name = true)
order by who, happened, id
