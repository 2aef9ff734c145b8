-- What:  In each stage journeys are those that went on and those that went out; over all stages the
--        ways out are those of the journeys; as many moves lead into a stage as out of it.
-- Grain: one row per broken promise
-- Key:   journey, stage, measure
-- Reads: marts.journeys, marts.stage_contacts, marts.stage_moves, marts.stages

with

parts as (
    select
        journey,
        stage,
        'parts' as measure,
        journeys as expected,
        went_on + reached + other_ends + ended + open as actual
    from marts.stages
),

ways_out as (
    select
        journey,
        sum(case when outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when outcome = 'open' then 1 else 0 end) as open,
        count(*) as journeys
    from marts.journeys
    group by journey
),

sums as (
    select
        journey,
        sum(reached) as reached,
        sum(ended) as ended,
        sum(open) as open,
        sum(reached + other_ends + ended + open) as journeys
    from marts.stages
    group by journey
),

totals as (
    select
        ways_out.journey,
        ways_out.reached as out_reached,
        ways_out.ended as out_ended,
        ways_out.open as out_open,
        ways_out.journeys as out_journeys,
        coalesce(sums.reached, 0) as reached,
        coalesce(sums.ended, 0) as ended,
        coalesce(sums.open, 0) as open,
        coalesce(sums.journeys, 0) as journeys
    from ways_out
    left join sums on ways_out.journey = sums.journey
),

moves_in as (
    select
        journey,
        to_stage as stage,
        sum(moves) as moves
    from marts.stage_moves
    group by journey, to_stage
),

moves_out as (
    select
        journey,
        from_stage as stage,
        sum(moves) as moves
    from marts.stage_moves
    group by journey, from_stage
),

contacts as (
    select
        journey,
        stage,
        kind,
        sum(contacts) as contacts
    from marts.stage_contacts
    group by journey, stage, kind
),

kinds as (
    select 'touchpoint' as kind
    union all
    select 'channel' as kind
    union all
    select 'device' as kind
),

compared as (
    select * from parts
    union all
    select
        journey,
        '(reached)' as stage,
        'ways out' as measure,
        out_reached as expected,
        reached as actual
    from totals
    union all
    select
        journey,
        '(ended)' as stage,
        'ways out' as measure,
        out_ended as expected,
        ended as actual
    from totals
    union all
    select
        journey,
        '(open)' as stage,
        'ways out' as measure,
        out_open as expected,
        open as actual
    from totals
    union all
    select
        journey,
        '(all)' as stage,
        'ways out' as measure,
        out_journeys as expected,
        journeys as actual
    from totals
    union all
    select
        stages.journey,
        stages.stage,
        'moves' as measure,
        coalesce(moves_in.moves, 0) as expected,
        coalesce(moves_out.moves, -1) as actual
    from marts.stages as stages
    left join moves_in on stages.journey = moves_in.journey and stages.stage = moves_in.stage
    left join moves_out on stages.journey = moves_out.journey and stages.stage = moves_out.stage
    union all
    select
        stages.journey,
        stages.stage,
        'contacts by ' || kinds.kind as measure,
        stages.contacts as expected,
        coalesce(contacts.contacts, 0) as actual
    from marts.stages as stages
    cross join kinds
    left join contacts
        on
            stages.journey = contacts.journey
            and stages.stage = contacts.stage
            and kinds.kind = contacts.kind
)

select
    journey,
    stage,
    measure,
    expected,
    actual
from compared
where expected <> actual
