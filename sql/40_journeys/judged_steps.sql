-- What:  The steps of which it is known what became of them, and the signs of a bad experience at
--        them.
-- Kind:  view
-- Grain: one row per journey and step that can be judged
-- Key:   journey_key, step_no
-- Reads: config.failure_patterns, config.journeys, config.settings, identity.person_tones,
--        journeys.journeys, journeys.kinds, journeys.personas, journeys.placed_events,
--        staging.data_window
-- Rule:  judged are steps before the goal or competing end of their journey, and at least a timeout
--        before the data end: all of them had equally long to be lost. Those of journeys that are
--        still open are marked, since nothing became of them yet. is_lost tells that the journey
--        ended without the goal, is_here that it did so at this step, is_again that a failure
--        touchpoint follows later on. Signs: said is the worst that a rating or the tone of a text
--        told at the step itself; is_repeated, that the same touchpoint came again at once;
--        is_failed, that a failure touchpoint follows at once. quarter_no counts quarters of an
--        hour, since days depend on the time zone. A view, since findings are counted of all steps
--        in pipeline/questions/judged_visits.py and few ask for these rows.

with

decided as (
    select
        journey_key,
        min(step_no) as step_no
    from journeys.placed_events
    where outcome_no is not null
    group by journey_key
),

touchpoints as (
    select
        kinds.touchpoint_no,
        max(case when patterns.pattern is null then 0 else 1 end) as is_failure
    from journeys.kinds as kinds
    left join config.failure_patterns as patterns
        on lower(kinds.touchpoint) like patterns.pattern escape '!'
    group by kinds.touchpoint_no
),

failing as (
    select
        steps.journey_key,
        max(steps.step_no) as step_no
    from journeys.placed_events as steps
    inner join touchpoints on steps.touchpoint_no = touchpoints.touchpoint_no
    where steps.begins_step = 1 and touchpoints.is_failure = 1
    group by steps.journey_key
),

words as (
    select
        journey_key,
        step_no,
        emotion
    from journeys.placed_events
    where emotion is not null
    union all
    select
        events.journey_key,
        events.step_no,
        tones.tone as emotion
    from journeys.placed_events as events
    inner join identity.person_tones as tones
        on
            events.owner_key = tones.person_key
            and events.person_event_no = tones.person_event_no
),

said as (
    select
        journey_key,
        step_no,
        min(emotion) as said
    from words
    group by journey_key, step_no
),

-- What is told of a journey is put together before its steps are looked at.
judged as (
    select
        journeys.journey_key,
        journeys.outcome,
        data.as_of_us - definitions.timeout_us as until_us,
        coalesce(personas.persona_no, 0) as persona_no,
        decided.step_no as decided_step_no,
        failing.step_no as failing_step_no
    from journeys.journeys as journeys
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    cross join staging.data_window as data
    left join journeys.personas as personas on journeys.person_key = personas.person_key
    left join decided on journeys.journey_key = decided.journey_key
    left join failing on journeys.journey_key = failing.journey_key
)

select
    steps.journey_key,
    steps.step_no,
    steps.journey_no,
    steps.person_key,
    steps.touchpoint_no,
    steps.next_touchpoint_no,
    least(steps.step_no, settings.max_steps) as position_no,
    judged.persona_no,
    (steps.occurred_us - steps.occurred_us % 900000000) / 900000000.0 as quarter_no,
    kinds.topic,
    steps.occurred_us,
    steps.next_us - steps.occurred_us as wait_us,
    case when judged.outcome = 'open' then 1 else 0 end as is_open,
    case when judged.outcome = 'ended' then 1 else 0 end as is_lost,
    case when judged.outcome = 'ended' and steps.next_us is null then 1 else 0 end as is_here,
    case when judged.failing_step_no > steps.step_no then 1 else 0 end as is_again,
    said.said,
    case when steps.events > 1 or steps.touchpoint_no = steps.next_touchpoint_no then 1 else 0 end
        as is_repeated,
    coalesce(nexts.is_failure, 0) as is_failed
from journeys.placed_events as steps
inner join judged on steps.journey_key = judged.journey_key
inner join journeys.kinds as kinds on steps.kind_no = kinds.kind_no
cross join config.settings as settings
left join touchpoints as nexts on steps.next_touchpoint_no = nexts.touchpoint_no
left join said on steps.journey_key = said.journey_key and steps.step_no = said.step_no
where
    steps.begins_step = 1
    and steps.occurred_us <= judged.until_us
    and (judged.decided_step_no is null or steps.step_no < judged.decided_step_no)
