-- What:  Links of the build before that are no more: one of the two has become busy since.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.former_links, identity.links

select
    former.left_no,
    former.right_no
from identity.former_links as former
left join identity.links as links
    on former.left_no = links.left_no and former.right_no = links.right_no
where links.left_no is null
