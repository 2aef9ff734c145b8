-- What:  What became of the units asked about: walks, and why others are none.
-- Grain: one row per fate
-- Key:   fate
-- Reads: path_entries
-- Rule:  units_left are all units of whom anything is left; steps_shown are those of
--        the walks up to the last step that is shown

select
    coalesce(void, 'walk') as fate,
    count(*) as walks,
    (select count(distinct everyone.unit_key) from path_entries as everyone) as units_left,
    cast(sum(to_pos - from_pos + 1) as bigint) as steps,
    cast(sum(least(to_pos - from_pos + 1, $max_steps)) as bigint) as steps_shown
from path_entries
group by fate
