-- What:  Sums that must agree because they count the same things in two ways.
-- Grain: one row per journey definition and check
-- Key:   check
-- Reads: config.funnel_touchpoints, config.funnels, config.journeys, identity.bundle_choices,
--        identity.bundle_identifiers, identity.bundles, identity.person_bundles,
--        journeys.move_wait_windows, journeys.placed_events, journeys.steps, marts.attribution,
--        marts.drop_off_destinations, marts.drop_offs, marts.flows, marts.funnels, marts.handoffs,
--        marts.journeys, marts.moves, marts.people, marts.retention, marts.routes, marts.sessions,
--        marts.steps, marts.survival, marts.touchpoints, marts.transitions, raw.files,
--        sessions.session_events, staging.counted_files, staging.delivered_events,
--        staging.dropped_deliveries, staging.event_kinds
-- Rule:  a check that does not agree stops the build

with

journeys as (
    select
        journey,
        count(*) as all_journeys,
        sum(steps) as steps,
        sum(case when outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when outcome = 'open' then 1 else 0 end) as open
    from marts.journeys
    group by journey
),

transitions as (
    select
        journey,
        sum(case when from_touchpoint = '(start)' then transitions else 0 end) as starts,
        sum(case when from_touchpoint <> '(start)' then transitions else 0 end) as outgoing,
        sum(case when to_touchpoint not like '(%' then transitions else 0 end) as incoming,
        sum(case when to_touchpoint = '(reached)' then transitions else 0 end) as reached,
        sum(case when to_touchpoint = '(ended)' then transitions else 0 end) as ended,
        sum(case when to_touchpoint = '(open)' then transitions else 0 end) as open
    from marts.transitions
    group by journey
),

routes as (
    select
        journey,
        sum(journeys) as journeys,
        sum(journeys * steps) as steps
    from marts.routes
    group by journey
),

flows as (
    select
        journey,
        sum(case when step_no = 0 then journeys else 0 end) as starts,
        sum(case when to_touchpoint like '(%' then journeys else 0 end) as exits
    from marts.flows
    group by journey
),

drop_offs as (
    select
        journey,
        sum(ended) as ended,
        sum(open) as open
    from marts.drop_offs
    group by journey
),

destinations as (
    select
        journey,
        sum(journeys) as ended
    from marts.drop_off_destinations
    group by journey
),

exits as (
    select
        journey,
        sum(reached + ended + other + open) as journeys
    from marts.survival
    group by journey
),

-- As marts.steps lists them, without ids.
steps as (
    select
        definitions.journey,
        count(*) as steps,
        sum(listed.events) as events
    from journeys.steps as listed
    inner join config.journeys as definitions on listed.journey_no = definitions.journey_no
    group by definitions.journey
),

-- Deliveries are counted where they are staged, events where their words are. With `as_of` later
-- ones do not exist, be they repeats or not.
ends as (
    select
        file_id,
        coalesce(timestamp_micros(as_of_us), timestamp_micros(253402300799000000)) as as_of_at
    from staging.counted_files
),

deliveries as (
    select
        delivered.source,
        count(*) as deliveries,
        sum(case when delivered.occurred_at > ends.as_of_at then 1 else 0 end) as later
    from staging.delivered_events as delivered
    inner join ends on delivered.file_id = ends.file_id
    group by delivered.source
),

repeats as (
    select
        dropped.source,
        count(*) as repeats
    from staging.dropped_deliveries as dropped
    inner join ends on dropped.file_id = ends.file_id
    where dropped.occurred_at <= ends.as_of_at
    group by dropped.source
),

events as (
    select
        source,
        sum(events) as events
    from staging.event_kinds
    group by source
),

-- Visits are counted in one look, because the mart is a view of them.
sessions as (
    select
        count(*) as sessions,
        count(distinct person_id) as people,
        sum(events) as events
    from marts.sessions
),

changes as (
    select
        journey,
        sum(moves) as changes
    from marts.moves
    where from_value <> to_value and to_value not like '(%'
    group by journey
),

handoffs as (
    select
        journey,
        sum(handoffs) as handoffs
    from marts.handoffs
    group by journey
),

models as (
    select
        journey,
        floor(sum(conversions) * 1000000 + 0.5) / 1000000.0 as conversions
    from marts.attribution
    group by journey, dimension, model
),

attributed as (
    select
        journey,
        min(conversions) as fewest,
        max(conversions) as most
    from models
    group by journey
),

funnel_starts as (
    select
        funnels.funnel,
        funnels.journey,
        funnels.hold,
        funnels.unit,
        touchpoints.touchpoint
    from config.funnels as funnels
    inner join config.funnel_touchpoints as patterns
        on funnels.funnel_no = patterns.funnel_no and patterns.step_no = 1
    inner join marts.touchpoints as touchpoints
        on touchpoints.touchpoint like patterns.touchpoint_pattern escape '!'
),

starting as (
    select
        starts.funnel,
        case
            when starts.unit = 'people' then whose.person_id else steps.journey_id
        end as unit_id
    from funnel_starts as starts
    inner join marts.steps as steps
        on starts.journey = steps.journey and starts.touchpoint = steps.touchpoint
    inner join marts.journeys as whose on steps.journey_id = whose.journey_id
    where
        starts.hold is null
        or (starts.hold = 'channel' and steps.channel is not null)
        or (starts.hold = 'device' and steps.device is not null)
        or (starts.hold = 'department' and steps.department is not null)
        or (starts.hold = 'agent' and steps.agent is not null)
        or (starts.hold = 'topic' and steps.topic is not null)
        or (starts.hold = 'stage' and steps.stage is not null)
),

funnel_units as (
    select distinct
        funnel,
        unit
    from funnel_starts
),

touching as (
    select
        starts.funnel,
        starts.unit,
        count(distinct starting.unit_id) as units
    from funnel_units as starts
    left join starting on starts.funnel = starting.funnel
    group by starts.funnel, starts.unit
),

entered as (
    select
        funnel,
        unit,
        coalesce(journeys, people) + void as units
    from marts.funnels
    where step_no = 1
),

sums as (
    select
        journeys.journey || ': steps listed = steps of journeys' as check_name,
        journeys.steps as expected,
        steps.steps as actual
    from journeys left join steps on journeys.journey = steps.journey
    union all
    select
        journeys.journey || ': routes cover every journey' as check_name,
        journeys.all_journeys as expected,
        routes.journeys as actual
    from journeys left join routes on journeys.journey = routes.journey
    union all
    select
        journeys.journey || ': steps on routes = steps of journeys' as check_name,
        journeys.steps as expected,
        routes.steps as actual
    from journeys left join routes on journeys.journey = routes.journey
    union all
    select
        journeys.journey || ': transitions from (start) = journeys' as check_name,
        journeys.all_journeys as expected,
        transitions.starts as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': transitions out of touchpoints = steps' as check_name,
        journeys.steps as expected,
        transitions.outgoing as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': transitions into touchpoints = steps' as check_name,
        journeys.steps as expected,
        transitions.incoming as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': transitions to (reached) = journeys that reached it' as check_name,
        journeys.reached as expected,
        transitions.reached as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': transitions to (ended) = journeys that ended' as check_name,
        journeys.ended as expected,
        transitions.ended as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': transitions to (open) = journeys still open' as check_name,
        journeys.open as expected,
        transitions.open as actual
    from journeys left join transitions on journeys.journey = transitions.journey
    union all
    select
        journeys.journey || ': flows from (start) = journeys' as check_name,
        journeys.all_journeys as expected,
        flows.starts as actual
    from journeys left join flows on journeys.journey = flows.journey
    union all
    select
        journeys.journey || ': flows to the ends = journeys' as check_name,
        journeys.all_journeys as expected,
        flows.exits as actual
    from journeys left join flows on journeys.journey = flows.journey
    union all
    select
        journeys.journey || ': drop-offs = journeys that ended' as check_name,
        journeys.ended as expected,
        drop_offs.ended as actual
    from journeys left join drop_offs on journeys.journey = drop_offs.journey
    union all
    select
        journeys.journey || ': open at touchpoints = journeys still open' as check_name,
        journeys.open as expected,
        drop_offs.open as actual
    from journeys left join drop_offs on journeys.journey = drop_offs.journey
    union all
    select
        journeys.journey || ': where people went = journeys that ended' as check_name,
        journeys.ended as expected,
        coalesce(destinations.ended, 0) as actual
    from journeys left join destinations on journeys.journey = destinations.journey
    union all
    select
        journeys.journey || ': journeys on the survival curve = journeys' as check_name,
        journeys.all_journeys as expected,
        exits.journeys as actual
    from journeys left join exits on journeys.journey = exits.journey
    union all
    select
        journeys.journey || ': conversions given away by the least generous model = reached'
            as check_name,
        journeys.reached as expected,
        floor(coalesce(attributed.fewest, 0)) as actual
    from journeys left join attributed on journeys.journey = attributed.journey
    union all
    select
        journeys.journey || ': conversions given away by the most generous model = reached'
            as check_name,
        journeys.reached as expected,
        -floor(-coalesce(attributed.most, 0)) as actual
    from journeys left join attributed on journeys.journey = attributed.journey
    union all
    select
        journeys.journey || ': handoffs = moves that change the value' as check_name,
        coalesce(changes.changes, 0) as expected,
        coalesce(handoffs.handoffs, 0) as actual
    from journeys
    left join changes on journeys.journey = changes.journey
    left join handoffs on journeys.journey = handoffs.journey
    union all
    select
        coalesce(touching.funnel, entered.funnel)
        || ': first step and void = '
        || coalesce(touching.unit, entered.unit)
        || ' that touch it' as check_name,
        touching.units as expected,
        entered.units as actual
    from touching full join entered on touching.funnel = entered.funnel
    union all
    select
        'journeys of people = journeys' as check_name,
        (select count(*) from marts.journeys) as expected,
        (select sum(journeys) from marts.people) as actual
    union all
    select
        'sessions of people = sessions' as check_name,
        (select sessions from sessions) as expected,
        (select sum(sessions) from marts.people) as actual
    union all
    select
        'people of weekly cohorts = people with sessions' as check_name,
        (select people from sessions) as expected,
        (
            select sum(active) from marts.retention
            where period = 'week' and period_no = 0
        ) as actual
    union all
    select
        'people of monthly cohorts = people with sessions' as check_name,
        (select people from sessions) as expected,
        (
            select sum(active) from marts.retention
            where period = 'month' and period_no = 0
        ) as actual
    union all
    select
        'events of sessions = events by customers' as check_name,
        (select count(*) from sessions.session_events) as expected,
        (select events from sessions) as actual
    union all
    select
        'events of people = events with an identifier' as check_name,
        (
            select sum(bundles.events)
            from identity.bundles as bundles
            inner join (
                select distinct bundle_no
                from identity.bundle_identifiers
                where blocked_by is null
            ) as identified on bundles.bundle_no = identified.bundle_no
            left join identity.bundle_choices as choices
                on bundles.bundle_no = choices.bundle_no and choices.rule = 'nobody'
            where choices.bundle_no is null
        ) as expected,
        (
            select sum(used.events)
            from identity.person_bundles as used
            inner join identity.bundle_choices as choices
                on used.bundle_no = choices.bundle_no
            where choices.rule <> 'nobody'
        ) as actual
    union all
    select
        'events of customers = events of people' as check_name,
        (select sum(events) from identity.person_bundles) as expected,
        (select sum(events) from marts.people) as actual
    union all
    select
        'events on steps = events in journeys' as check_name,
        (select count(*) from journeys.placed_events) as expected,
        (select sum(events) from steps) as actual
    union all
    select
        'moves between contacts = waits between contacts' as check_name,
        (select sum(counts) from journeys.move_wait_windows) as expected,
        (
            select sum(moves) from marts.moves
            where to_value not like '(%'
        ) as actual
    union all
    select
        coalesce(deliveries.source, events.source)
        || ': events counted, repeated and later = events delivered' as check_name,
        deliveries.deliveries as expected,
        coalesce(events.events, 0) + coalesce(repeats.repeats, 0) + coalesce(deliveries.later, 0)
            as actual
    from deliveries
    full join events on deliveries.source = events.source
    left join repeats on deliveries.source = repeats.source
    union all
    select
        'rows kept and refused = rows read' as check_name,
        (select sum(rows_read) from raw.files) as expected,
        (select sum(rows_kept + rows_rejected) from raw.files) as actual
)

select
    check_name as "check",
    cast(expected as bigint) as expected,
    cast(actual as bigint) as actual,
    coalesce(expected, 0) = coalesce(actual, 0) as ok
from sums
