-- What:  What somebody said about any of these identifiers.
-- Grain: one row per override
with

asked as (
    select unnest($asked_numbers) as identifier_no
),

meant as (
    select
        identifiers.id_type,
        identifiers.id_scope,
        identifiers.id_value
    from identity.identifiers as identifiers
    inner join asked on identifiers.identifier_no = asked.identifier_no
)

select
    override_no as line,
    kind,
    left_type,
    left_scope,
    left_value,
    right_type,
    right_scope,
    right_value,
    author,
    decided_at,
    reason
from config.overrides
where
    (left_type, left_scope, left_value) in (
        select (meant.id_type, meant.id_scope, meant.id_value) from meant
    )
    or (right_type, right_scope, right_value) in (
        select (meant.id_type, meant.id_scope, meant.id_value) from meant
    )
order by override_no
