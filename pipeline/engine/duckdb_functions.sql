-- What:  Functions of the warehouse. The first eight are Spark's, under Spark's names, so that one
--        text serves both engines; the others read times and numbers while files are loaded.
-- Note:  they live in the warehouse, so a model can be pasted into the DuckDB shell as it is.
create or replace macro unix_micros(instant) as epoch_us(instant);

create or replace macro timestamp_micros(micros) as make_timestamptz(micros);

create or replace macro from_utc_timestamp(instant, zone) as timezone(zone, instant);

create or replace macro named_struct(key_name, key_value, item_name, item_value) as
struct_pack(k := key_value, v := item_value);

-- The values differ between engines; nothing but their being equal may be used.
create or replace macro xxhash64
(written) as hash(written),
(a, b, c, d, e, f, g, h, i, j, k, l) as hash(a, b, c, d, e, f, g, h, i, j, k, l);

create or replace macro size(items) as len(items);

create or replace macro array_join(items, sign) as array_to_string(items, sign);

-- Of paths those of one key are read, written as $['key'].
create or replace macro get_json_object(record, path) as
json_extract_string(
    record,
    '$."' || replace(replace(substr(path, 4, length(path) - 5), '\', '\\'), '"', '\"') || '"'
);

-- A time with an offset is an instant. One without is local time of `zone`: in the hour that summer
-- time skips it moves one hour on, in the hour that comes twice it is the second one.
-- Anything else, and a local time without a zone, is NULL.
create or replace macro instant_of(written, zone) as
case
    -- The usual form, which the expressions below would take too, at several times the cost. Where
    -- these signs stand, the cast takes nothing but digits between them.
    when
        (ends_with(written, 'Z') or ends_with(written, '+00'))
        and substr(written, 20, 1) in ('Z', '.', '+') and substr(written, 11, 1) in (' ', 'T')
        and substr(written, 12, 2) < '24'
        then try_cast(written as timestamptz)
    when regexp_full_match(
        trim(written),
        '\d{4}-[01]\d-[0-3]\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)? ?(Z|UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)'
    ) then try_cast(replace(trim(written), ' UTC', 'Z') as timestamptz)
    when regexp_full_match(
        trim(written), '\d{4}-[01]\d-[0-3]\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)?'
    ) then timezone(zone, try_cast(trim(written) as timestamp))
    when regexp_full_match(trim(written), '\d{4}-[01]\d-[0-3]\d')
        then timezone(zone, try_cast(trim(written) as timestamp))
end;

-- A number as an instant: `unit_us` microseconds each, since 1970; NULL where it is none, or beyond
-- all time.
create or replace macro instant_of_number(written, unit_us) as
try(make_timestamptz(try_cast(try_cast(written as double) * unit_us as bigint)));

-- A text without blanks around it; NULL for one that holds nothing else. Most texts have none, and
-- to look is cheaper than to trim.
create or replace macro trimmed(written) as
case
    -- Whatever is smaller than the first visible sign is empty, or begins with a blank.
    when written < '!' or ends_with(written, ' ') then nullif(trim(written), '')
    else written
end;

-- A finite number, written with this decimal sign: "1234.5", or "1.234,5", whose groups may also be
-- parted by blanks. NULL for anything else, so that a point is never mistaken for a comma.
create or replace macro finite_number(written, decimal_sign) as
case
    -- Most numbers are plain; a cast is cheaper than the expressions that tell the others apart.
    when decimal_sign = '.' and abs(try_cast(written as double)) < 1e99 and not contains(written, '_')
        then try_cast(written as double)
    when decimal_sign = ',' and regexp_full_match(
        trim(written), '[+-]?(\d+|\d{1,3}([. \x{00A0}\x{202F}]\d{3})+)(,\d+)?'
    ) then try_cast(
        replace(regexp_replace(trim(written), '[^0-9,+-]', '', 'g'), ',', '.') as double
    )
    when decimal_sign = '.' and regexp_full_match(
        trim(written), '[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d{1,2})?'
    ) then try_cast(trim(written) as double)
end;

-- The unit in which numbers between `lowest` and `highest` are times between 1990 and `latest`
-- (microseconds since 1970); NULL when they are in none. The three ranges do not touch.
create or replace macro epoch_unit(lowest, highest, latest) as
case
    when lowest >= 631152000 and highest <= latest / 1e6 then 's'
    when lowest >= 631152000000 and highest <= latest / 1e3 then 'ms'
    when lowest >= 631152000000000 and highest <= latest then 'us'
end;

-- The microseconds of such a unit.
create or replace macro unit_us(unit) as
case unit when 's' then 1000000 when 'ms' then 1000 when 'us' then 1 end;

-- The first of these paths that holds an object or an array, where a name or an id should be; NULL
-- when each holds a plain value or nothing. `paths` is a list of constants.
create or replace macro not_plain(body, paths) as
replace(
    substr(
        list_extract(
            list_filter(
                list_zip(paths, json_type(body, paths)),
                lambda found: found[2] in ('OBJECT', 'ARRAY')
            ),
            1
        )[1],
        3
    ),
    '"', ''
);

-- Why the names and ids of a record cannot be believed; NULL when they can.
create or replace macro plain_fault(body, paths) as
case
    when not_plain(body, paths) = 'event' then 'event is not a text'
    else not_plain(body, paths) || ' is not a plain value'
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

-- Whether a text is one JSON object.
create or replace macro is_json_object(written) as
json_valid(written) and (starts_with(written, '{') or starts_with(ltrim(written), '{'));

-- The keys of a text that is one JSON object; NULL for any other text.
create or replace macro object_keys(written) as
case
    when starts_with(written, '{') or starts_with(ltrim(written), '{')
        then try(json_keys(written))
end;

-- Why a JSON text cannot be believed for its depth; NULL when it is nested `levels` deep at most.
-- Texts with few brackets need no closer look. Of the others nothing but the brackets is kept, and
-- those must be "[[]...]" one in another, `levels` times.
create or replace macro depth_fault(written, levels) as
case
    when
        strlen(written) > 2 * levels
        and (contains(written, '[') or contains(substr(written, 2), '{'))
        and strlen(written) - strlen(replace(replace(written, '{', ''), '[', '')) > levels
        and not regexp_full_match(
            translate(
                regexp_replace(written, '"(?:[^"\\]|\\.)*"|[^"\[\]{}]+', '', 'g'), '{}', '[]'
            ),
            repeat('(?:\[', levels) || repeat('\])*', levels)
        )
        then 'nested more than ' || levels || ' deep'
end;

-- Why a JSON object with these keys cannot be believed: one of them stands twice. NULL when it can.
create or replace macro keys_fault(names) as
case
    when len(list_distinct(names)) < len(names)
        then 'a key twice: ' || list_min(
            list_filter(names, lambda name: len(list_filter(names, lambda other: other = name)) > 1)
        )
end;

-- Why a JSON object with these keys cannot be believed; NULL when it can. The usual keys stand once
-- each, so objects that have just those need no closer look.
create or replace macro json_fault(written, names, is_usual, levels) as
case
    when not is_usual and keys_fault(names) is not null then keys_fault(names)
    else depth_fault(written, levels)
end;
