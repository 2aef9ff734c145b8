-- What:  The links that may join people, as edges from a smaller to a larger number.
-- Grain: one row per usable link between two identifiers
-- Key:   none, a link may come twice
-- Reads: identity.usable_links

select
    least(left_no, right_no) as low_no,
    greatest(left_no, right_no) as high_no
from identity.usable_links
where left_no <> right_no
