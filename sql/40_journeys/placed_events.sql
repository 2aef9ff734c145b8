-- What:  The events of every journey, in order, in numbers; their words are in journey_events.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, identity.bundle_identifiers, identity.event_bundles,
--        identity.person_events, journeys.roles
-- Local: person_key
-- Rule:  a definition takes each person's events as one line, or those of one case. A line is cut
--        into runs: never (case, whole), after a silence longer than the timeout (gap), or after
--        that and after each goal or competing end (start_to_goal). A run is a journey; where a
--        start is asked for, from its first start on, and none without one. A case on which several
--        people were seen is the journey of the first of them; whose event it is says owner_key.
--        Consecutive events of one touchpoint are one step, unless repeats are kept. Where a step
--        begins, its events, last_us (the time of its last event) and what follows it are said too;
--        elsewhere they are empty. journey_key puts the line, the run and the definition in one
--        number: 16,777,216 runs, 64 definitions.
-- Order: occurred_us, source_no, order_no, event_id: for one person that is person_event_no

with

lines as (
    select
        people.person_key as thread_key,
        people.person_key as owner_key,
        people.person_event_no,
        people.person_event_no as line_no,
        people.occurred_us,
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
        people.person_key as owner_key,
        people.person_event_no,
        row_number() over (
            partition by roles.journey_no, held.identifier_no
            order by people.occurred_us, people.source_no, people.order_no, ids.event_id
        ) as line_no,
        people.occurred_us,
        people.kind_no,
        people.value,
        people.emotion,
        roles.journey_no,
        roles.touchpoint_no,
        roles.outcome_no,
        roles.may_begin
    from identity.person_events as people
    inner join identity.event_bundles as ids on people.event_key = ids.event_key
    inner join identity.bundle_identifiers as held on people.bundle_no = held.bundle_no
    inner join journeys.roles as roles
        on people.kind_no = roles.kind_no and held.id_type = roles.case_type
),

spaced as (
    select
        *,
        row_number() over line as place,
        lag(occurred_us) over line as previous_us,
        lag(outcome_no) over line as previous_outcome_no,
        lag(touchpoint_no) over line as previous_touchpoint_no
    from lines
    window line as (partition by journey_no, thread_key order by line_no)
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

-- A run is kept from its first event on with which a journey can begin.
runs as (
    select
        thread_key,
        owner_key,
        person_event_no,
        place,
        occurred_us,
        kind_no,
        value,
        emotion,
        journey_no,
        touchpoint_no,
        outcome_no,
        previous_us,
        previous_touchpoint_no,
        is_change,
        count(case when begins_run = 1 then 1 end) over line as run_no,
        max(case when begins_run = 1 then place end) over line as run_place,
        max(case when may_begin = 1 then place end) over line as beginning_place
    from cut
    window
        line as (
            partition by journey_no, thread_key order by place
            rows between unbounded preceding and current row
        )
),

-- Places and times grow along a journey, so the least of those ahead are those of the next step.
numbered as (
    select
        (thread_key * 16777216 + run_no) * 64 + journey_no as journey_key,
        journey_no,
        first_value(owner_key) over journey as person_key,
        row_number() over journey as event_no,
        count(case when is_change = 1 then 1 end) over journey
        - first_value(is_change) over journey + 1 as step_no,
        is_change,
        owner_key,
        person_event_no,
        place,
        occurred_us,
        previous_us,
        kind_no,
        touchpoint_no,
        outcome_no,
        value,
        emotion,
        previous_touchpoint_no,
        min(case when is_change = 1 then place * 4294967296 + touchpoint_no end) over ahead
            as next_mark,
        min(case when is_change = 1 then occurred_us end) over ahead as next_us,
        min(case when is_change = 1 then previous_us end) over ahead as last_us,
        max(place) over whole as end_place,
        max(occurred_us) over whole as end_us
    from runs
    where beginning_place >= run_place
    window
        journey as (
            partition by journey_no, thread_key, run_no order by place
            rows between unbounded preceding and current row
        ),
        ahead as (
            partition by journey_no, thread_key, run_no order by place
            rows between 1 following and unbounded following
        ),
        whole as (
            partition by journey_no, thread_key, run_no order by place
            rows between unbounded preceding and unbounded following
        )
)

select
    journey_key,
    journey_no,
    person_key,
    event_no,
    step_no,
    case when event_no = 1 then 1 else is_change end as begins_step,
    owner_key,
    person_event_no,
    occurred_us,
    kind_no,
    touchpoint_no,
    outcome_no,
    value,
    emotion,
    case when event_no > 1 then previous_touchpoint_no end as previous_touchpoint_no,
    case when event_no = 1 or is_change = 1 then next_mark % 4294967296 end as next_touchpoint_no,
    case when event_no = 1 or is_change = 1 then next_us end as next_us,
    case
        when event_no = 1 or is_change = 1
            then coalesce(
                cast((next_mark - next_mark % 4294967296) / 4294967296 as bigint), end_place + 1
            ) - place
    end as events,
    case when event_no = 1 or is_change = 1 then coalesce(last_us, end_us) end as last_us
from numbered
