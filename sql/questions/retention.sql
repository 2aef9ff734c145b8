-- What:  The retention of every cohort, by week or by month.
-- Grain: one row per cohort and period
-- Key:   cohort_date, period_no
-- Reads: marts.retention
-- Rule:  as in marts.retention

select
    cohort_date,
    period_no,
    people,
    active,
    rate,
    rate_low,
    rate_high,
    is_complete
from marts.retention
where period = $period
order by cohort_date, period_no
