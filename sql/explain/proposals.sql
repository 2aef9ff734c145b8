-- What:  Proposals that name one of these identifiers.
-- Grain: one row per proposal
with

asked as (
    select unnest($asked_numbers) as identifier_no
)

select
    left_no,
    right_no,
    probability,
    reason,
    state
from identity.proposed_links
where
    left_no in (select asked.identifier_no from asked)
    or right_no in (select asked.identifier_no from asked)
order by probability desc, left_no asc, right_no asc
