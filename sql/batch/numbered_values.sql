-- What:  The new values, and those between which they stand: what is to be numbered.
-- Grain: one row per combination and identifier type, or identifier
-- Key:   bundle_no, id_type, id_scope, id_value
-- Reads: batch.added_bundles, batch.near_identifiers, batch.unseen_values
-- Rule:  what was there is in some new combination here; nothing is made of that

with

some_bundle as (
    select min(bundle_no) as bundle_no
    from batch.added_bundles
)

select
    bundle_no,
    id_type,
    id_scope,
    id_value
from batch.unseen_values
union all
select
    some_bundle.bundle_no,
    near.id_type,
    near.id_scope,
    near.id_value
from batch.near_identifiers as near
cross join some_bundle
