-- What:  The least a load can do: the same columns with the same types, from Parquet into a table.
create table events as
select
    id,
    event,
    happened,
    cookie,
    login,
    channel,
    device,
    cast(amount as double) as amount
from read_parquet($path)
