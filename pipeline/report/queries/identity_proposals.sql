-- Pairs of records that are proposed to be one person, by pair of sources; no name is told.
select
    left_source,
    right_source,
    coalesce(sum(pairs) filter (where state = 'one person'), 0)::bigint as one_person,
    coalesce(sum(pairs) filter (where state = 'two people'), 0)::bigint as two_people,
    coalesce(sum(pairs) filter (where state = 'open'), 0)::bigint as undecided
from marts.identity_proposals
group by left_source, right_source
order by sum(pairs) desc, left_source, right_source
