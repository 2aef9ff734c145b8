-- What:  The overrides of the last build that could do nothing, and because of which identifier.
-- Grain: one row per override and identifier of it that stands in its way
with

sides as (
    select
        override_no,
        kind,
        left_type as id_type,
        left_scope as id_scope,
        left_value as id_value
    from config.overrides
    union all
    select
        override_no,
        kind,
        right_type as id_type,
        right_scope as id_scope,
        right_value as id_value
    from config.overrides
),

looked_up as (
    select
        sides.override_no,
        sides.id_type,
        sides.id_scope,
        sides.id_value,
        case
            when identifiers.identifier_no is null then 'was never seen'
            when identifiers.blocked_by is not null
                then 'is blocked (' || identifiers.blocked_by || ')'
            when busy.identifier_no is not null
                then 'is busy: ' || busy.people || ' people use it'
        end as obstacle
    from sides
    left join identity.identifiers as identifiers
        on
            sides.id_type = identifiers.id_type
            and sides.id_scope = identifiers.id_scope
            and sides.id_value = identifiers.id_value
    left join identity.busy_identifiers as busy
        on identifiers.identifier_no = busy.identifier_no
)

select
    override_no,
    id_type,
    id_scope,
    id_value,
    obstacle
from looked_up
where obstacle is not null
order by override_no, id_type, id_scope, id_value
