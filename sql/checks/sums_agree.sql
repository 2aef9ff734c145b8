-- What:  The same things counted in two ways give the same sum.
-- Grain: one row per broken promise
-- Key:   check
-- Reads: marts.reconciliation

select
    "check",
    expected,
    actual
from marts.reconciliation
where not ok
