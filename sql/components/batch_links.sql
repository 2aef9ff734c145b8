-- What:  What a batch has to join: its links, and those that the former run refused.
-- Grain: one row per link
-- Key:   none, a link may come twice
-- Reads: identity.new_links, identity.refusals
-- Rule:  with the refused links the former components are again what they were before conflicts
--        were replayed, which is where a full run would start from. A loop joins nothing, and has
--        the component of its identifier looked at

select
    left_no,
    right_no
from identity.new_links
union all
select
    left_no,
    right_no
from identity.refusals
