-- What:  People to whom something happened since the build before.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.changed_events, batch.changed_meanings, batch.other_fates, batch.renamed_people

select person_key
from batch.changed_events
where person_key is not null
union
select former_person_key as person_key
from batch.changed_events
where former_person_key is not null
union
select person_key
from batch.changed_meanings
union
select person_key
from batch.other_fates
union
select person_key
from batch.renamed_people
