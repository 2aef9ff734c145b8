-- What:  The events of every journey, in order, in numbers, found in a pass over sorted rows.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, identity.bundle_identifiers, identity.person_events, journeys.roles
-- Rule:  as in the model of this name. Marks only grow along a pass (a place, a count), so their
--        greatest so far is the latest: what a window of a line or a run would find, without
--        parting rows by it. What follows a step is told by the next step, so steps are gone
--        through once more, and the events that begin none come after them all.
-- Order: line_key, line_no

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
sorted as (
    select
        lines.thread_key * 64 + lines.journey_no as line_key,
        lines.owner_key,
        lines.person_event_no,
        lines.occurred_us,
        cast(lines.kind_no as integer) as kind_no,
        lines.value,
        lines.emotion,
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
    order by line_key, lines.line_no
),

spaced as (
    select
        *,
        row_number() over () as place,
        lag(line_key) over () as former_key,
        lag(occurred_us) over () as former_us,
        lag(outcome_no) over () as former_outcome_no,
        lag(touchpoint_no) over () as former_touchpoint_no
    from sorted
),

cut as (
    select
        line_key,
        owner_key,
        person_event_no,
        occurred_us,
        kind_no,
        value,
        emotion,
        touchpoint_no,
        outcome_no,
        may_begin,
        place,
        former_touchpoint_no,
        former_key is null or former_key <> line_key as begins_line,
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

counted as (
    select
        *,
        count(case when begins_run = 1 then 1 end) over so_far as runs,
        count(case when is_change = 1 then 1 end) over so_far as changes,
        max(case when begins_run = 1 then place end) over so_far as run_place,
        max(case when may_begin = 1 then place end) over so_far as beginning_place
    from cut
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

-- A run is kept from its first event on with which a journey can begin.
kept as (
    select
        *,
        max(case when begins_line then runs end) over so_far as first_runs,
        lag(beginning_place) over () as former_beginning_place
    from counted
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

begun as (
    select
        *,
        row_number() over () as row_no,
        lag(occurred_us) over () as former_us,
        begins_run = 1 or coalesce(former_beginning_place < run_place, true) as begins_journey
    from kept
    where beginning_place >= run_place
),

marked as (
    select
        *,
        max(case when begins_journey then row_no * 4294967296 + changes end) over so_far
            as first_mark,
        max(case when begins_journey then row_no * 4294967296 + owner_key end) over so_far
            as owner_mark
    from begun
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

numbered as (
    select
        (line_key // 64 * 16777216 + runs - first_runs + 1) * 64 + line_key % 64 as journey_key,
        line_key % 64 as journey_no,
        owner_mark % 4294967296 as person_key,
        row_no,
        row_no - first_mark // 4294967296 + 1 as event_no,
        changes - first_mark % 4294967296 + 1 as step_no,
        case when begins_journey then 1 else is_change end as begins_step,
        owner_key,
        person_event_no,
        occurred_us,
        former_us,
        kind_no,
        touchpoint_no,
        outcome_no,
        value,
        emotion,
        case when not begins_journey then former_touchpoint_no end as previous_touchpoint_no
    from marked
),

ahead as (
    select
        *,
        lead(journey_key) over () as later_key,
        lead(touchpoint_no) over () as later_touchpoint_no,
        lead(occurred_us) over () as later_us,
        lead(row_no) over () as later_row_no,
        lead(former_us) over () as final_us
    from numbered
    where begins_step = 1
),

-- After the last event of all no step follows that would tell of it.
whole as (
    select
        count(*) as events,
        max_by(occurred_us, row_no) as ended_us
    from numbered
)

select
    ahead.journey_key,
    ahead.journey_no,
    ahead.person_key,
    ahead.event_no,
    ahead.step_no,
    ahead.begins_step,
    ahead.owner_key,
    ahead.person_event_no,
    ahead.occurred_us,
    cast(ahead.kind_no as bigint) as kind_no,
    cast(ahead.touchpoint_no as bigint) as touchpoint_no,
    cast(ahead.outcome_no as bigint) as outcome_no,
    ahead.value,
    ahead.emotion,
    cast(ahead.previous_touchpoint_no as bigint) as previous_touchpoint_no,
    cast(case when ahead.later_key = ahead.journey_key then ahead.later_touchpoint_no end as bigint)
        as next_touchpoint_no,
    case when ahead.later_key = ahead.journey_key then ahead.later_us end as next_us,
    coalesce(ahead.later_row_no, whole.events + 1) - ahead.row_no as events,
    coalesce(ahead.final_us, whole.ended_us) as last_us
from ahead
cross join whole
union all
select
    journey_key,
    journey_no,
    person_key,
    event_no,
    step_no,
    begins_step,
    owner_key,
    person_event_no,
    occurred_us,
    cast(kind_no as bigint) as kind_no,
    cast(touchpoint_no as bigint) as touchpoint_no,
    cast(outcome_no as bigint) as outcome_no,
    value,
    emotion,
    cast(previous_touchpoint_no as bigint) as previous_touchpoint_no,
    cast(null as bigint) as next_touchpoint_no,
    cast(null as bigint) as next_us,
    cast(null as bigint) as events,
    cast(null as bigint) as last_us
from numbered
where begins_step = 0
