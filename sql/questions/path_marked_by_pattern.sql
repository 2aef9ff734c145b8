-- What:  The steps, with marks as in path_marked, found by patterns over whole routes.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Rule:  a pattern finds places from left to right that do not overlap. A place is the first step
--        found, or, where a walk ends, the last one. Where there is no pattern, names decide.

with

letters as (
    select
        unnest(cast($letter_names as varchar[])) as touchpoint,
        unnest(cast($letters as varchar[])) as letter
),

traces as (
    select
        unit_key,
        bit_xor(hash(hash(pos, touchpoint))) as trace
    from path_steps
    group by unit_key
),

samples as (
    select
        trace,
        min(unit_key) as unit_key
    from traces
    group by trace
),

routes as (
    select
        samples.trace,
        array_to_string(list(letters.letter order by steps.pos), '') as route
    from samples
    inner join path_steps as steps on samples.unit_key = steps.unit_key
    inner join letters on steps.touchpoint = letters.touchpoint
    group by samples.trace
),

-- A letter of no touchpoint is put in before or after what is found; the pieces between such
-- letters say by their lengths where it stands.
pieces as (
    select
        trace,
        string_split(
            regexp_replace(route, $anchor_pattern, $anchor_mark, 'g'), chr(63743)
        ) as anchor_pieces,
        string_split(
            regexp_replace(route, $far_pattern, $far_mark, 'g'), chr(63743)
        ) as far_pieces
    from routes
),

places as (
    select
        trace,
        list_transform(
            range(1, len(anchor_pieces)),
            lambda n: len(array_to_string(anchor_pieces[1:n], '')) + $anchor_shift
        ) as anchors,
        list_transform(
            range(1, len(far_pieces)),
            lambda n: len(array_to_string(far_pieces[1:n], '')) + $far_shift
        ) as fars
    from pieces
)

select
    path_steps.*,
    case
        when $anchor_pattern is null
            then list_contains(cast($anchor_names as varchar[]), path_steps.touchpoint)
        else list_contains(places.anchors, path_steps.pos)
    end as is_anchor,
    case
        when $far_pattern is null
            then list_contains(cast($far_names as varchar[]), path_steps.touchpoint)
        else list_contains(places.fars, path_steps.pos)
    end as is_far
from path_steps
inner join traces on path_steps.unit_key = traces.unit_key
inner join places on traces.trace = places.trace
