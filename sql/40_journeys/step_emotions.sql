-- What:  What customers felt at the steps of their journeys, by ratings and by the tone of texts.
-- Grain: one row per journey, step and measure with a value
-- Key:   journey_key, step_no, measure
-- Reads: config.answer_touchpoints, config.emotion_settings, identity.person_tones,
--        journeys.kinds, journeys.placed_events
-- Local: journey_key
-- Rule:  a rating or text belongs to the step of its event. One given at an answer touchpoint is
--        about the step of the customer's last other event before it in the journey, at most
--        about_before ago; without such an event it stays where it is. The customer's events are
--        those of direction "customer"; answers are no others. emotion is the mean of what was said
--        at or about the step; it is summed as decimals, because a sum of doubles depends on the
--        order of its terms.
-- Order: event_no

with

roles as (
    select
        kinds.kind_no,
        case when answers.touchpoint is null then 0 else 1 end as is_answer
    from journeys.kinds as kinds
    left join config.answer_touchpoints as answers on kinds.touchpoint = answers.touchpoint
    where kinds.direction = 'customer' or answers.touchpoint is not null
),

said as (
    select
        journey_key,
        event_no,
        step_no,
        kind_no,
        occurred_us,
        'rating' as measure,
        emotion
    from journeys.placed_events
    where emotion is not null
    union all
    select
        events.journey_key,
        events.event_no,
        events.step_no,
        events.kind_no,
        events.occurred_us,
        'text' as measure,
        tones.tone as emotion
    from journeys.placed_events as events
    inner join identity.person_tones as tones
        on
            events.owner_key = tones.person_key
            and events.person_event_no = tones.person_event_no
),

answered as (
    select distinct
        said.journey_key,
        said.event_no,
        said.occurred_us
    from said
    inner join roles on said.kind_no = roles.kind_no
    where roles.is_answer = 1
),

answering as (
    select distinct journey_key
    from answered
),

-- Steps and times grow along a journey, so the greatest so far are those of the last event.
preceded as (
    select
        events.journey_key,
        events.event_no,
        max(case when roles.is_answer = 0 then events.step_no end) over earlier as step_no,
        max(case when roles.is_answer = 0 then events.occurred_us end) over earlier as before_us
    from journeys.placed_events as events
    inner join answering on events.journey_key = answering.journey_key
    left join roles on events.kind_no = roles.kind_no
    window
        earlier as (
            partition by events.journey_key order by events.event_no
            rows between unbounded preceding and 1 preceding
        )
),

about as (
    select
        answered.journey_key,
        answered.event_no,
        preceded.step_no
    from answered
    inner join preceded
        on
            answered.journey_key = preceded.journey_key
            and answered.event_no = preceded.event_no
    cross join config.emotion_settings as settings
    where answered.occurred_us - preceded.before_us <= settings.about_before_us
)

select
    said.journey_key,
    coalesce(about.step_no, said.step_no) as step_no,
    said.measure,
    count(*) as answers,
    cast(avg(cast(said.emotion as decimal(12, 8))) as double) as emotion
from said
left join about on said.journey_key = about.journey_key and said.event_no = about.event_no
group by said.journey_key, coalesce(about.step_no, said.step_no), said.measure
