-- What:  The steps without the hidden ones, whose neighbours thereby become neighbours.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps

select *
from path_steps
where touchpoint <> '[hidden]'
