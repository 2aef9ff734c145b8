-- The groups of funnels: how many entered, and how many of them did the last step that one has to.
with

required as (
    select
        funnel,
        max(step_no) as step_no
    from marts.funnels
    where not is_optional
    group by funnel
)

select
    groups.funnel,
    groups.kind,
    groups.dimension,
    groups.value,
    max(coalesce(groups.journeys, groups.people)) filter (where groups.step_no = 1) as entered,
    max(coalesce(groups.journeys, groups.people))
        filter (where groups.step_no = required.step_no) as done
from marts.funnel_groups as groups
inner join required on groups.funnel = required.funnel
group by groups.funnel, groups.kind, groups.dimension, groups.value
order by groups.funnel, groups.kind, groups.value
