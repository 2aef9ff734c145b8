-- What:  Components that break a rule: two values of a unique type, two that must stay apart, or
--        more values of one type than there is a limit of.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.suspects, config.identity_limits, identity.cannot_links
-- Rule:  whether a limit is passed within its window is left to the replay, as is whether two
--        unique values are one under several names

select component_no
from components.suspects
where id_class = 'unique'
group by component_no, id_type, id_scope
having count(*) > 1
union
select suspects.component_no
from components.suspects as suspects
inner join config.identity_limits as limits on suspects.id_type = limits.id_type
group by suspects.component_no, limits.limit_no
having count(*) > max(limits.most)
union
select left_suspects.component_no
from identity.cannot_links as cannot_links
inner join components.suspects as left_suspects
    on cannot_links.left_no = left_suspects.identifier_no
inner join components.suspects as right_suspects
    on cannot_links.right_no = right_suspects.identifier_no
where left_suspects.component_no = right_suspects.component_no
