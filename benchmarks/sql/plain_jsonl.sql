-- What:  The least a load can do: the same keys with the same types, from JSON lines into a table.
create table events as
select
    id,
    event,
    cast(happened as timestamptz) as happened,
    cookie,
    login,
    channel,
    device,
    cast(amount as double) as amount
from
    read_json(
        $path,
        format = 'newline_delimited',
        columns = {
            'id': 'VARCHAR',
            'event': 'VARCHAR',
            'happened': 'VARCHAR',
            'cookie': 'VARCHAR',
            'login': 'VARCHAR',
            'channel': 'VARCHAR',
            'device': 'VARCHAR',
            'amount': 'VARCHAR'
        }
    )
