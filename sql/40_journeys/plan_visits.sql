-- What:  When journeys first came to each step of their plan, and to what is not in it.
-- Grain: one row per plan, journey and step of the plan, or touchpoint that is none
-- Key:   plan_no, journey_key, step_no, touchpoint_no
-- Reads: journeys.kinds, journeys.placed_events, journeys.plan_places
-- Local: journey_key
-- Rule:  touchpoint_no is 0 at steps, which may stand for several touchpoints; step_no is 0 at what
--        is forbidden or has been added. place is the number of the step in the journey. Later
--        visits count for nothing. Numbers and times grow along a journey, so the first visit has
--        the least of both.

with

firsts as (
    select
        places.plan_no,
        events.journey_key,
        places.step_no,
        case when places.role = 'step' then 0 else places.touchpoint_no end as touchpoint_no,
        places.role,
        min(events.step_no * 4294967296 + events.kind_no) as first_mark,
        min(events.occurred_us) as first_us
    from journeys.placed_events as events
    inner join journeys.plan_places as places
        on
            events.journey_no = places.journey_no
            and events.touchpoint_no = places.touchpoint_no
    where events.begins_step = 1
    group by
        places.plan_no,
        events.journey_key,
        places.step_no,
        case when places.role = 'step' then 0 else places.touchpoint_no end,
        places.role
)

select
    firsts.plan_no,
    firsts.journey_key,
    firsts.step_no,
    firsts.touchpoint_no,
    firsts.role,
    cast((firsts.first_mark - kinds.kind_no) / 4294967296 as bigint) as place,
    firsts.first_us,
    kinds.channel
from firsts
inner join journeys.kinds as kinds on firsts.first_mark % 4294967296 = kinds.kind_no
