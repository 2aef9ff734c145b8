-- What:  How many journeys are still undecided after how long: the Kaplan-Meier curve.
-- Grain: one row per journey definition and time
-- Key:   journey, time_s
-- Reads: config.journeys, journeys.survival_points
-- Rule:  time runs from the first event; a drop-off happens when the timeout after the last event
--        has passed, and journeys that are open leave the curve at the end of the data. The curve
--        is exact at every time (Kaplan and Meier 1958) and is written down every grid_s seconds.
--        At risk are those undecided at the time before; reached, ended, other (competing ends)
--        and open left since then. The interval is 95 %: Greenwood's variance on the scale of
--        log(-log) (Kalbfleisch and Prentice 2002, section 1.4.1), unknown at 0 and 1.

select
    definitions.journey,
    points.time_s,
    points.grid_s,
    points.at_risk,
    points.reached,
    points.ended,
    points.other,
    points.open,
    points.survival,
    points.survival_low,
    points.survival_high
from journeys.survival_points as points
inner join config.journeys as definitions on points.journey_no = definitions.journey_no
