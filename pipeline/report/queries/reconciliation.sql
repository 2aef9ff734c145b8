-- Numbers that must tie out; broken ones first.
select
    "check",
    expected,
    actual,
    ok
from marts.reconciliation
order by ok, "check"
