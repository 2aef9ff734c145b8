-- How journeys have gone out after how long; "undecided" is what is left.
select
    incidences.journey,
    incidences.outcome,
    incidences.time_s,
    incidences.incidence as share,
    incidences.incidence_low as low,
    incidences.incidence_high as high,
    survival.at_risk
from marts.incidences as incidences
inner join marts.survival as survival
    on incidences.journey = survival.journey and incidences.time_s = survival.time_s
union all
select
    journey,
    'undecided' as outcome,
    time_s,
    survival as share,
    survival_low as low,
    survival_high as high,
    at_risk
from marts.survival
order by journey, outcome, time_s
