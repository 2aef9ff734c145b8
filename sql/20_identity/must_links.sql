-- What:  Identifiers of which somebody has said that they are one person's.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: config.overrides, identity.busy_identifiers, identity.identifiers
-- Rule:  the stronger one is on the left, as in other links; devices and records never join
--        people, and what is blocked or busy joins nobody, whoever says so

with

able as (
    select
        identifiers.identifier_no,
        identifiers.id_type,
        identifiers.id_scope,
        identifiers.id_value,
        identifiers.strength,
        identifiers.first_us
    from identity.identifiers as identifiers
    left join identity.busy_identifiers as busy
        on identifiers.identifier_no = busy.identifier_no
    where
        identifiers.id_class in ('unique', 'shared')
        and identifiers.blocked_by is null
        and busy.identifier_no is null
),

said as (
    select
        overrides.override_no,
        greatest(lefts.first_us, rights.first_us) as known_us,
        case
            when lefts.strength < rights.strength then lefts.identifier_no
            when lefts.strength > rights.strength then rights.identifier_no
            else least(lefts.identifier_no, rights.identifier_no)
        end as left_no,
        case
            when lefts.strength < rights.strength then rights.identifier_no
            when lefts.strength > rights.strength then lefts.identifier_no
            else greatest(lefts.identifier_no, rights.identifier_no)
        end as right_no
    from config.overrides as overrides
    inner join able as lefts
        on
            overrides.left_type = lefts.id_type
            and overrides.left_scope = lefts.id_scope
            and overrides.left_value = lefts.id_value
    inner join able as rights
        on
            overrides.right_type = rights.id_type
            and overrides.right_scope = rights.id_scope
            and overrides.right_value = rights.id_value
    where overrides.kind = 'must'
)

select
    left_no,
    right_no,
    min(override_no) as override_no,
    max(known_us) as known_us
from said
where left_no <> right_no
group by left_no, right_no
