-- What:  How customers felt after they had waited long between two touchpoints, and after less.
-- Grain: one row per journey definition, from, to, topic and persona
-- Key:   journey_no, touchpoint_no, next_touchpoint_no, topic, persona_no
-- Reads: config.journeys, journeys.judged_steps, journeys.kinds, journeys.placed_events,
--        marts.transitions
-- Rule:  long is a wait of more than nine in ten of the same transition. A journey counts once for
--        a transition, with its longest wait. Feeling is the mean of the ratings given when the
--        wait was over; unhappy is one of $bad_emotion or less. Only journeys with such a rating
--        count.

with

ratings as (
    select
        journey_key,
        occurred_us,
        cast(emotion as decimal(12, 8)) as emotion
    from journeys.placed_events
    where emotion is not null
),

waits as (
    select
        journey_no,
        journey_key,
        touchpoint_no,
        next_touchpoint_no,
        max(coalesce(topic, '')) as topic,
        max(persona_no) as persona_no,
        max(wait_us) as wait_us,
        min(occurred_us + wait_us) as over_us
    from journeys.judged_steps
    where wait_us is not null and journey_key in (select journey_key from ratings)
    group by journey_no, journey_key, touchpoint_no, next_touchpoint_no
),

felt as (
    select
        waits.journey_no,
        waits.journey_key,
        waits.touchpoint_no,
        waits.next_touchpoint_no,
        waits.topic,
        waits.persona_no,
        waits.wait_us,
        cast(avg(ratings.emotion) as double) as emotion
    from waits
    inner join ratings
        on waits.journey_key = ratings.journey_key and waits.over_us <= ratings.occurred_us
    group by
        waits.journey_no,
        waits.journey_key,
        waits.touchpoint_no,
        waits.next_touchpoint_no,
        waits.topic,
        waits.persona_no,
        waits.wait_us
),

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

limits as (
    select
        definitions.journey_no,
        froms.touchpoint_no,
        tos.touchpoint_no as next_touchpoint_no,
        transitions.p90_gap_s as limit_s
    from marts.transitions as transitions
    inner join config.journeys as definitions on transitions.journey = definitions.journey
    inner join names as froms on transitions.from_touchpoint = froms.touchpoint
    inner join names as tos on transitions.to_touchpoint = tos.touchpoint
)

select
    felt.journey_no,
    felt.touchpoint_no,
    felt.next_touchpoint_no,
    felt.topic,
    felt.persona_no,
    max(limits.limit_s) as limit_s,
    count(*) filter (where felt.wait_us > limits.limit_s * 1000000) as n,
    count(*) filter (where felt.wait_us > limits.limit_s * 1000000 and emotion <= $bad_emotion)
        as unhappy,
    count(*) filter (where felt.wait_us <= limits.limit_s * 1000000) as others,
    count(*) filter (where felt.wait_us <= limits.limit_s * 1000000 and emotion <= $bad_emotion)
        as others_unhappy
from felt
inner join limits
    on
        felt.journey_no = limits.journey_no
        and felt.touchpoint_no = limits.touchpoint_no
        and felt.next_touchpoint_no = limits.next_touchpoint_no
group by
    felt.journey_no, felt.touchpoint_no, felt.next_touchpoint_no, felt.topic, felt.persona_no
order by journey_no, touchpoint_no, next_touchpoint_no, topic, persona_no
