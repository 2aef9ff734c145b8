-- What:  The largest number of an identifier that has a component.
-- Grain: one row, none before the first run
-- Key:   identifier_no
-- Reads: identity.components
-- Rule:  numbers never change and new ones are larger than all before, so what is larger is new
-- Order: identifier_no, the largest first: most of the table is passed over, as it is not for max

select identifier_no
from identity.components
order by identifier_no desc
limit 1
