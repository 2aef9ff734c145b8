-- What:  Changes of channel, device, department and agent, and what became of them.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: journeys.handoffs, journeys.journeys
-- Rule:  the counts are of handoffs; reached, ended and open tell how their journeys stand; a
--        difference between them is an association, since people who switch have longer journeys

select
    journeys.journey,
    handoffs.kind,
    handoffs.from_place as from_value,
    handoffs.to_place as to_value,
    count(*) as handoffs,
    count(distinct handoffs.person_key) as people,
    percentile_cont(0.5) within group (order by handoffs.wait_s) as median_wait_s,
    percentile_cont(0.9) within group (order by handoffs.wait_s) as p90_wait_s,
    cast(sum(handoffs.came_back) as bigint) as came_back,
    cast(sum(handoffs.is_repeated) as bigint) as repeated,
    cast(sum(case when journeys.outcome = 'reached' then 1 else 0 end) as bigint) as reached,
    cast(sum(case when journeys.outcome = 'ended' then 1 else 0 end) as bigint) as ended,
    cast(sum(case when journeys.outcome = 'open' then 1 else 0 end) as bigint) as open
from journeys.handoffs as handoffs
inner join journeys.journeys as journeys on handoffs.journey_key = journeys.journey_key
group by journeys.journey, handoffs.kind, handoffs.from_place, handoffs.to_place
