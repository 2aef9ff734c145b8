-- What:  The walks, void where an excluded touchpoint lies on them.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: path_entries, path_steps
-- Rule:  when the person is void, so are all other walks of that person

with

hit as (
    select distinct
        entries.unit_key,
        entries.entry_no,
        entries.person_key
    from path_entries as entries
    inner join path_steps as steps
        on
            entries.unit_key = steps.unit_key
            and steps.pos between entries.from_pos and entries.to_pos
    where
        entries.void is null
        and list_contains(cast($excluded_names as varchar[]), steps.touchpoint)
),

hit_people as (
    select distinct person_key
    from hit
)

select
    entries.* replace (
        case
            when entries.void is not null then entries.void
            when hit.entry_no is not null then 'excluded'
            when $whole_person and hit_people.person_key is not null then 'excluded'
        end as void
    )
from path_entries as entries
left join hit on entries.unit_key = hit.unit_key and entries.entry_no = hit.entry_no
left join hit_people on entries.person_key = hit_people.person_key
