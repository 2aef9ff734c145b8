-- What:  What customers do within a window after journeys of one definition.
-- Grain: one row per journey, kind of consequence and name, where there was any
-- Key:   journey_key, kind, name
-- Reads: config.answer_touchpoints, config.channel_costs, config.journeys, config.sources,
--        identity.person_events, journeys.journeys, journeys.kinds, sessions.session_events,
--        staging.data_window
-- Rule:  the window begins after the instant at which the journey was decided, and the last instant
--        is inside. A contact with a kind of source is a visit, at its first event there; a cost is
--        one of a visit on a channel. Answers (ratings) are no contacts. A purchase is a journey
--        that reached its goal with an amount; one that is of two definitions counts once.
--        cost_during counts from the start of the journey on.
-- Order: journey_key, kind, name

with

decided as (
    select
        journeys.journey_key,
        journeys.person_key,
        journeys.started_us,
        case
            when journeys.outcome = 'ended' then journeys.ended_us + definitions.timeout_us
            else journeys.started_us + cast(floor(journeys.duration_s * 1000000 + 0.5) as bigint)
        end as decided_us
    from journeys.journeys as journeys
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    where definitions.journey = $journey and journeys.outcome <> 'open'
),

cases as (
    select decided.*
    from decided
    cross join staging.data_window as data
    where decided.decided_us + $within_us <= data.as_of_us
),

own_events as (
    select
        events.person_key,
        events.visit_us,
        events.part_no,
        events.occurred_us,
        kinds.channel,
        sources.kind as source_kind
    from sessions.session_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    inner join config.sources as sources on kinds.source = sources.source
    left join config.answer_touchpoints as answers on kinds.touchpoint = answers.touchpoint
    where answers.touchpoint is null
),

on_channels as (
    select
        visits.person_key,
        min(visits.occurred_us) as first_us,
        min(costs.cost) as cost
    from own_events as visits
    inner join config.channel_costs as costs on visits.channel = costs.channel
    group by visits.person_key, visits.visit_us, visits.part_no, visits.channel
),

with_sources as (
    select
        person_key,
        source_kind,
        min(occurred_us) as first_us
    from own_events
    group by person_key, visit_us, part_no, source_kind
),

purchases as (
    select distinct
        person_key,
        started_us + cast(floor(duration_s * 1000000 + 0.5) as bigint) as bought_us,
        cast(value as decimal(18, 4)) as value
    from journeys.journeys
    where outcome = 'reached' and value is not null
),

found as (
    select
        cases.journey_key,
        'journey' as kind,
        others.journey as name,
        count(*) as times,
        cast(null as double) as amount
    from cases
    inner join journeys.journeys as others
        on
            cases.person_key = others.person_key
            and cases.journey_key <> others.journey_key
            and cases.decided_us < others.started_us
            and cases.decided_us + $within_us >= others.started_us
    group by cases.journey_key, others.journey
    union all
    select
        cases.journey_key,
        'purchase' as kind,
        '' as name,
        count(*) as times,
        cast(sum(purchases.value) as double) as amount
    from cases
    inner join purchases
        on
            cases.person_key = purchases.person_key
            and cases.decided_us < purchases.bought_us
            and cases.decided_us + $within_us >= purchases.bought_us
    group by cases.journey_key
    union all
    select
        cases.journey_key,
        'contact' as kind,
        visits.source_kind as name,
        count(*) as times,
        cast(null as double) as amount
    from cases
    inner join with_sources as visits
        on
            cases.person_key = visits.person_key
            and cases.decided_us < visits.first_us
            and cases.decided_us + $within_us >= visits.first_us
    group by cases.journey_key, visits.source_kind
    union all
    select
        cases.journey_key,
        'rating' as kind,
        '' as name,
        count(*) as times,
        cast(sum(cast(events.emotion as decimal(12, 8))) as double) as amount
    from cases
    inner join identity.person_events as events
        on
            cases.person_key = events.person_key
            and cases.decided_us < events.occurred_us
            and cases.decided_us + $within_us >= events.occurred_us
    where events.emotion is not null
    group by cases.journey_key
    union all
    select
        cases.journey_key,
        case when visits.first_us > cases.decided_us then 'cost_after' else 'cost_during' end
            as kind,
        '' as name,
        count(*) as times,
        cast(sum(cast(visits.cost as decimal(18, 4))) as double) as amount
    from cases
    inner join on_channels as visits
        on
            cases.person_key = visits.person_key
            and cases.started_us <= visits.first_us
            and cases.decided_us + $within_us >= visits.first_us
    group by
        cases.journey_key,
        case when visits.first_us > cases.decided_us then 'cost_after' else 'cost_during' end
)

select
    journey_key,
    kind,
    name,
    times,
    amount
from found
order by journey_key, kind, name
