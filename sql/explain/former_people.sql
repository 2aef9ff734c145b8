-- What:  What became of a person's id: the changes that led away from it, the last one first.
-- Grain: one row per change
select
    change_no,
    to_person_id
from identity.changes
where from_person_id = $asked_value
order by change_no desc
