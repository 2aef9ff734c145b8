-- What:  The steps of those units whose route fits a pattern.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Rule:  routes are told apart by a hash of 64 bits, and one of each is written with one letter per
--        touchpoint and matched: there are far fewer routes than units

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
    select min(unit_key) as unit_key
    from traces
    group by trace
),

fitting as (
    select steps.unit_key
    from path_steps as steps
    semi join samples on steps.unit_key = samples.unit_key
    inner join letters on steps.touchpoint = letters.touchpoint
    group by steps.unit_key
    having regexp_matches(array_to_string(list(letters.letter order by steps.pos), ''), $pattern)
),

fitting_traces as (
    select traces.trace
    from traces
    semi join fitting on traces.unit_key = fitting.unit_key
),

chosen as (
    select traces.unit_key
    from traces
    semi join fitting_traces on traces.trace = fitting_traces.trace
)

select path_steps.*
from path_steps
semi join chosen on path_steps.unit_key = chosen.unit_key
