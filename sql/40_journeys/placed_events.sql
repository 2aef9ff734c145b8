-- What:  The events of every journey, in order, in numbers; their words are in journey_events.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, identity.bundle_identifiers, identity.person_events, journeys.roles
-- Rule:  a definition takes each person's events as one line, or those of one case. A line is cut
--        into runs: never (case, whole), after a silence longer than the timeout (gap), or after
--        that and after each goal or competing end (start_to_goal). A run is a journey; where a
--        start is asked for, from its first start on, and none without one. A case on which several
--        people were seen is the journey of the first of them. Consecutive events of one touchpoint
--        are one step, unless repeats are kept. journey_key puts the line, the run and the
--        definition in one number: 16,777,216 runs, 64 definitions.
-- Order: occurred_us, source_no, order_no, event_id

with

lines as (
    select
        people.person_key as thread_key,
        people.person_key,
        people.event_id,
        people.occurred_us,
        people.source_no,
        people.order_no,
        people.kind_no,
        people.value,
        people.emotion,
        roles.journey_no,
        roles.touchpoint_no,
        roles.outcome_no,
        roles.may_begin
    from identity.person_events as people
    inner join journeys.roles as roles on people.kind_no = roles.kind_no
    where roles.case_type is null
    union all
    select
        held.identifier_no as thread_key,
        people.person_key,
        people.event_id,
        people.occurred_us,
        people.source_no,
        people.order_no,
        people.kind_no,
        people.value,
        people.emotion,
        roles.journey_no,
        roles.touchpoint_no,
        roles.outcome_no,
        roles.may_begin
    from identity.person_events as people
    inner join identity.bundle_identifiers as held on people.bundle_no = held.bundle_no
    inner join journeys.roles as roles
        on people.kind_no = roles.kind_no and held.id_type = roles.case_type
),

spaced as (
    select
        *,
        lag(occurred_us) over line as previous_us,
        lag(outcome_no) over line as previous_outcome_no,
        lag(touchpoint_no) over line as previous_touchpoint_no,
        sum(may_begin) over (
            partition by journey_no, thread_key
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        ) as beginnings
    from lines
    window
        line as (
            partition by journey_no, thread_key
            order by occurred_us, source_no, order_no, event_id
        )
),

cut as (
    select
        spaced.*,
        case
            when spaced.previous_us is null then 1
            when
                definitions.boundary in ('start_to_goal', 'gap')
                and spaced.occurred_us - spaced.previous_us > definitions.timeout_us
                then 1
            when
                definitions.boundary = 'start_to_goal' and spaced.previous_outcome_no is not null
                then 1
            else 0
        end as begins_run,
        case
            when definitions.repeats = 'keep' then 1
            when spaced.touchpoint_no = spaced.previous_touchpoint_no then 0
            else 1
        end as is_change
    from spaced
    inner join config.journeys as definitions on spaced.journey_no = definitions.journey_no
),

runs as (
    select
        thread_key,
        person_key,
        event_id,
        occurred_us,
        source_no,
        order_no,
        kind_no,
        value,
        emotion,
        journey_no,
        touchpoint_no,
        outcome_no,
        previous_us,
        beginnings,
        is_change,
        cast(sum(begins_run) over line as bigint) as run_no,
        max(case when begins_run = 1 then beginnings - may_begin end) over line
            as beginnings_before
    from cut
    window
        line as (
            partition by journey_no, thread_key
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        )
),

numbered as (
    select
        (thread_key * 16777216 + run_no) * 64 + journey_no as journey_key,
        journey_no,
        first_value(person_key) over journey as person_key,
        row_number() over journey as event_no,
        sum(is_change) over journey - first_value(is_change) over journey + 1 as step_no,
        is_change,
        event_id,
        occurred_us,
        previous_us,
        kind_no,
        touchpoint_no,
        outcome_no,
        value,
        emotion
    from runs
    where beginnings > beginnings_before
    window
        journey as (
            partition by journey_no, thread_key, run_no
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        )
)

select
    journey_key,
    journey_no,
    person_key,
    event_no,
    cast(step_no as bigint) as step_no,
    case when event_no = 1 then 1 else is_change end as begins_step,
    event_id,
    occurred_us,
    previous_us,
    kind_no,
    touchpoint_no,
    outcome_no,
    value,
    emotion
from numbered
