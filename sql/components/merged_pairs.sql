-- What:  Pairs of identifiers that are one by the word of a CRM, and not two by somebody else's.
-- Grain: one row per pair
-- Key:   left_no, right_no
-- Reads: identity.cannot_links, identity.merged_identifiers

select
    merged.left_no,
    merged.right_no
from identity.merged_identifiers as merged
left join identity.cannot_links as cannot
    on
        merged.left_no = least(cannot.left_no, cannot.right_no)
        and merged.right_no = greatest(cannot.left_no, cannot.right_no)
where cannot.left_no is null
