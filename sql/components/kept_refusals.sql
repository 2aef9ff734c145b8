-- What:  What the former run refused, without the links of dissolved components.
-- Grain: one row per link
-- Key:   left_no, right_no
-- Reads: components.dissolved, identity.refusals
-- Rule:  those that are still there are among the links to be joined again

select
    refusals.left_no,
    refusals.right_no,
    refusals.rule,
    refusals.against_left_no,
    refusals.against_right_no
from identity.refusals as refusals
left join components.dissolved as lefts on refusals.left_no = lefts.identifier_no
left join components.dissolved as rights on refusals.right_no = rights.identifier_no
where lefts.identifier_no is null and rights.identifier_no is null
