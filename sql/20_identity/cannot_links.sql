-- What:  Identifiers of which somebody has said that they are not one person's.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: config.overrides, identity.identifiers

select
    lefts.identifier_no as left_no,
    rights.identifier_no as right_no,
    min(overrides.override_no) as override_no
from config.overrides as overrides
inner join identity.identifiers as lefts
    on
        overrides.left_type = lefts.id_type
        and overrides.left_scope = lefts.id_scope
        and overrides.left_value = lefts.id_value
inner join identity.identifiers as rights
    on
        overrides.right_type = rights.id_type
        and overrides.right_scope = rights.id_scope
        and overrides.right_value = rights.id_value
where overrides.kind = 'cannot'
group by lefts.identifier_no, rights.identifier_no
