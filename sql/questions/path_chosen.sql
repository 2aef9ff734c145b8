-- What:  The steps of those units whose person and period were asked for.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: config.settings, identity.persons, marts.people, path_steps
-- Rule:  a unit belongs to the period in which it begins, up to, and without, its last instant;
--        times without an offset are those of the configured time zone

with

units as (
    select
        unit_key,
        min(person_key) as person_key,
        min(occurred_us) as started_us
    from path_steps
    group by unit_key
),

chosen as (
    select units.unit_key
    from units
    inner join identity.persons as persons on units.person_key = persons.person_key
    left join marts.people as people on persons.person_id = people.person_id
    cross join config.settings as settings
    where
        ($personas is null or list_contains(cast($personas as varchar[]), people.persona))
        and (
            $period_from is null
            or units.started_us
            >= epoch_us(timezone(settings.timezone, cast($period_from as timestamp)))
        )
        and (
            $period_to is null
            or units.started_us
            < epoch_us(timezone(settings.timezone, cast($period_to as timestamp)))
        )
)

select path_steps.*
from path_steps
semi join chosen on path_steps.unit_key = chosen.unit_key
