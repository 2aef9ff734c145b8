-- What:  Components of more identifiers than some limit allows of one type.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.searched, config.identity_limits
-- Rule:  one identifier, the smallest, is passed over, so that single ones are not even counted

select component_no
from components.searched
where component_no <> identifier_no
group by component_no
having count(*) >= (select min(limits.most) from config.identity_limits as limits)
