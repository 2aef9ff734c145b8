-- What:  What past builds changed about a person, or about whom an identifier stands for.
-- Grain: one row per change
with

asked as (
    select
        $asked_person_id as person_id,
        $asked_identifier_no as identifier_no
),

about as (
    select changed.change_no
    from identity.changed_identifiers as changed
    inner join identity.pseudonyms as pseudonyms on changed.id_hash = pseudonyms.id_hash
    inner join asked on pseudonyms.identifier_no = asked.identifier_no
)

select
    changes.built_at,
    changes.kind,
    changes.from_person_id,
    changes.to_person_id,
    changes.identifiers,
    changes.reason,
    changes.event_id,
    changes.source
from identity.changes as changes
cross join asked
where
    changes.from_person_id = asked.person_id
    or changes.to_person_id = asked.person_id
    or changes.change_no in (select about.change_no from about)
order by changes.change_no
