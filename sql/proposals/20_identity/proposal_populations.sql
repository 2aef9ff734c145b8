-- What:  How many profiles each source has.
-- Grain: one row per source with profiles
-- Key:   source
-- Reads: identity.profiles

select
    source,
    count(*) as profiles
from identity.profiles
group by source
