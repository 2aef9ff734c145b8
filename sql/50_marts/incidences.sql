-- What:  How many journeys have gone out in each way after how long: cumulative incidences.
-- Grain: one row per journey definition, outcome and time
-- Key:   journey, outcome, time_s
-- Reads: config.journeys, journeys.incidence_points
-- Rule:  the estimate of Aalen and Johansen (1978), which lets no journey go out in two ways: at
--        any time the incidences of all outcomes and the survival of marts.survival add up to 1.
--        Exits are those since the time before. The interval is 95 %: the variance by the delta
--        method (Marubini and Valsecchi 1995, section 10.2) on the scale of log(-log), unknown at
--        0 and 1.

select
    definitions.journey,
    points.outcome,
    points.time_s,
    points.exits,
    points.incidence,
    points.incidence_low,
    points.incidence_high
from journeys.incidence_points as points
inner join config.journeys as definitions on points.journey_no = definitions.journey_no
