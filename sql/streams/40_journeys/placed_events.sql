-- What:  The events of every journey, in order, in numbers, found in two passes over sorted rows.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, identity.bundle_identifiers, identity.person_events, journeys.roles
-- Rule:  as in the model of this name. The first pass goes back in time: there it is known what
--        follows an event. The second goes on in time and counts. Marks only grow along a pass (a
--        place, a count), so their greatest so far is the latest: what a window of a line or a run
--        would find, without parting rows by it.
-- Order: line_key, line_no; then back

with

lines as (
    select
        people.person_key as thread_key,
        people.person_key as owner_key,
        people.person_event_no,
        people.occurred_us,
        people.kind_no,
        people.value,
        people.emotion,
        roles.journey_no,
        roles.touchpoint_no,
        roles.outcome_no,
        roles.may_begin,
        people.person_event_no as line_no
    from identity.person_events as people
    inner join journeys.roles as roles on people.kind_no = roles.kind_no
    where roles.case_type is null
    union all
    select
        *,
        row_number() over () as line_no
    from (
        select
            held.identifier_no as thread_key,
            people.person_key as owner_key,
            people.person_event_no,
            people.occurred_us,
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
        order by
            held.identifier_no,
            roles.journey_no,
            people.occurred_us,
            people.source_no,
            people.order_no,
            people.event_id
    ) as cases
),

-- A line is a person or a case, in one kind of journey.
backward as (
    select
        lines.thread_key * 64 + lines.journey_no as line_key,
        lines.thread_key,
        lines.owner_key,
        lines.person_event_no,
        lines.occurred_us,
        cast(lines.kind_no as integer) as kind_no,
        lines.value,
        lines.emotion,
        cast(lines.journey_no as smallint) as journey_no,
        cast(lines.touchpoint_no as integer) as touchpoint_no,
        cast(lines.outcome_no as integer) as outcome_no,
        cast(lines.may_begin as tinyint) as may_begin,
        case
            when definitions.boundary in ('start_to_goal', 'gap') then definitions.timeout_us
        end as longest_us,
        definitions.boundary = 'start_to_goal' as ends_at_goals,
        definitions.repeats = 'keep' as keeps_repeats
    from lines
    inner join config.journeys as definitions on lines.journey_no = definitions.journey_no
    order by line_key desc, lines.line_no desc
),

spaced as (
    select
        *,
        row_number() over () as back_no,
        lead(line_key) over () as former_key,
        lead(occurred_us) over () as former_us,
        lead(outcome_no) over () as former_outcome_no,
        lead(touchpoint_no) over () as former_touchpoint_no
    from backward
),

cut as (
    select
        thread_key,
        owner_key,
        person_event_no,
        occurred_us,
        kind_no,
        value,
        emotion,
        journey_no,
        touchpoint_no,
        outcome_no,
        may_begin,
        back_no,
        case when former_key = line_key then former_us end as previous_us,
        case when former_key = line_key then former_touchpoint_no end as previous_touchpoint_no,
        case
            when former_key is null or former_key <> line_key then 1
            when occurred_us - former_us > longest_us then 1
            when ends_at_goals and former_outcome_no is not null then 1
            else 0
        end as begins_run,
        case
            when keeps_repeats then 1
            when former_key = line_key and touchpoint_no = former_touchpoint_no then 0
            else 1
        end as is_change
    from spaced
),

-- next_no is 0 where the run ends, and not known where the step goes on.
followed as (
    select
        *,
        case
            when coalesce(lag(begins_run) over (), 1) = 1 then 0
            when lag(is_change) over () = 1 then lag(touchpoint_no) over ()
        end as next_no,
        coalesce(lag(occurred_us) over (), 0) as later_us
    from cut
),

stepped as (
    select
        * exclude (next_no, later_us),
        max(case when next_no is not null then back_no * 4294967296 + next_no end) over so_far
            as next_mark,
        max_by(case when next_no is not null then later_us end, back_no) over so_far as next_us,
        max_by(case when next_no is not null then occurred_us end, back_no) over so_far
            as last_us
    from followed
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

forward as (
    select *
    from stepped
    order by back_no desc
),

counted as (
    select
        *,
        count(case when begins_run = 1 then 1 end) over so_far as runs,
        count(case when is_change = 1 then 1 end) over so_far as changes,
        max(case when begins_run = 1 then -back_no end) over so_far as run_place,
        max(case when may_begin = 1 then -back_no end) over so_far as beginning_place
    from forward
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

-- A run is kept from its first event on with which a journey can begin.
kept as (
    select
        *,
        max(case when previous_us is null then runs end) over so_far as first_runs,
        lag(beginning_place) over () as former_beginning_place
    from counted
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

begun as (
    select
        *,
        runs - first_runs + 1 as run_no,
        begins_run = 1 or coalesce(former_beginning_place < run_place, true) as begins_journey
    from kept
    where beginning_place >= run_place
),

numbered as (
    select
        *,
        max(case when begins_journey then -back_no end) over so_far as first_place,
        max(case when begins_journey then changes end) over so_far as first_changes,
        max_by(case when begins_journey then owner_key end, -back_no) over so_far as person_key
    from begun
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
)

select
    (thread_key * 16777216 + run_no) * 64 + journey_no as journey_key,
    cast(journey_no as bigint) as journey_no,
    person_key,
    1 - back_no - first_place as event_no,
    changes - first_changes + 1 as step_no,
    case when begins_journey then 1 else is_change end as begins_step,
    owner_key,
    person_event_no,
    occurred_us,
    previous_us,
    cast(kind_no as bigint) as kind_no,
    cast(touchpoint_no as bigint) as touchpoint_no,
    cast(outcome_no as bigint) as outcome_no,
    value,
    emotion,
    case when not begins_journey then cast(previous_touchpoint_no as bigint) end
        as previous_touchpoint_no,
    nullif(next_mark % 4294967296, 0) as next_touchpoint_no,
    case when next_mark % 4294967296 > 0 then next_us end as next_us,
    back_no - next_mark // 4294967296 + 1 as events,
    last_us
from numbered
