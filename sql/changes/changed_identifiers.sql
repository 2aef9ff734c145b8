-- What:  Which identifiers each change of this build is about.
-- Grain: one row per identifier that moved
-- Key:   id_hash
-- Reads: changes.moved_identifiers, changes.new_changes

select
    changes.change_no,
    moved.id_hash
from changes.moved_identifiers as moved
inner join changes.new_changes as changes
    on
        moved.from_person_id = changes.from_person_id
        and moved.to_person_id = changes.to_person_id
