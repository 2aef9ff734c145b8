-- What:  Functions of the warehouse. The first four are Spark's, under Spark's names, so that one
--        text serves both engines; the last reads times while files are loaded.
-- Note:  they live in the warehouse, so a model can be pasted into the DuckDB shell as it is.
create or replace macro unix_micros(instant) as epoch_us(instant);

create or replace macro timestamp_micros(micros) as make_timestamptz(micros);

create or replace macro named_struct(key_name, key_value, item_name, item_value) as
struct_pack(k := key_value, v := item_value);

create or replace macro size(items) as len(items);

-- A time with an offset is an instant. One without is local time of `zone`: in the hour that summer
-- time skips it moves one hour on, in the hour that comes twice it is the second one.
-- Anything else, and a local time without a zone, is NULL.
create or replace macro instant_of(written, zone) as
case
    when regexp_full_match(
        trim(written),
        '\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-5]\d([.]\d{1,9})?)? ?(Z|UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)'
    ) then try_cast(replace(trim(written), ' UTC', 'Z') as timestamptz)
    when regexp_full_match(
        trim(written), '\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-5]\d([.]\d{1,9})?)?'
    ) then timezone(zone, try_cast(trim(written) as timestamp))
    when regexp_full_match(trim(written), '\d{4}-[01]\d-[0-3]\d')
        then timezone(zone, try_cast(trim(written) as timestamp))
end;

-- Why a time cannot be believed; NULL when it can. `latest` is the newest instant taken, in microseconds.
create or replace macro time_fault(written, instant, latest, zone) as
case
    when written is null or trim(written) = '' then 'no time'
    when instant is null and zone is null
        and regexp_full_match(trim(written), '\d{4}-\d\d-\d\d([T ][0-9:.]*)?')
        then 'time without an offset, and the source names no timezone: ' || written
    when instant is null then 'time not understood: ' || written
    when epoch_us(instant) < 31536000000000 then 'time before 1971: ' || written
    when epoch_us(instant) > latest then 'time in the future: ' || written
end;
