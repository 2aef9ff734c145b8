-- What:  The handoffs of one kind in one definition with their effects, most frequent first.
-- Grain: one row per from and to
-- Key:   from_value, to_value
-- Reads: marts.handoff_effects, marts.handoffs
-- Rule:  effects are of journeys that are not open; where all are open there are none

select
    handoffs.from_value,
    handoffs.to_value,
    handoffs.handoffs,
    handoffs.people,
    handoffs.median_wait_s,
    handoffs.p90_wait_s,
    handoffs.announced,
    handoffs.never_arrived,
    handoffs.came_back,
    handoffs.repeated,
    handoffs.repeated_touchpoint,
    handoffs.repeated_login,
    handoffs.repeated_topic,
    handoffs.reached,
    handoffs.ended,
    handoffs.open,
    effects.compared,
    effects.reached_difference,
    effects.reached_difference_low,
    effects.reached_difference_high,
    effects.ratings_after,
    effects.emotion_after,
    effects.emotion_difference,
    effects.emotion_difference_low,
    effects.emotion_difference_high,
    handoffs.evidence
from marts.handoffs as handoffs
left join marts.handoff_effects as effects
    on
        handoffs.journey = effects.journey
        and handoffs.kind = effects.kind
        and handoffs.from_value = effects.from_value
        and handoffs.to_value = effects.to_value
where handoffs.journey = $journey and handoffs.kind = $kind
order by handoffs.handoffs desc, handoffs.from_value asc, handoffs.to_value asc
