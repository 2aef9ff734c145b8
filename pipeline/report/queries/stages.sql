-- Columns of the journey map, from left to right.
select *
from marts.stages
order by journey, position
