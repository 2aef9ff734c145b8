-- What:  Whose the events with an identifier were, one period after the other.
-- Grain: one row per period in which the events are of one person
with

asked as (
    select $asked_identifier_no as identifier_no
),

timeline as (
    select
        events.event_id,
        events.occurred_us,
        events.source_no,
        events.order_no,
        people.rule,
        coalesce(people.person_key, -1) as person_key,
        lag(coalesce(people.person_key, -1)) over (
            order by events.occurred_us, events.source_no, events.order_no, events.event_id
        ) as former_key
    from identity.bundle_identifiers as held
    inner join asked on held.identifier_no = asked.identifier_no
    inner join identity.event_bundles as events on held.bundle_no = events.bundle_no
    left join identity.person_events as people on events.event_key = people.event_key
),

numbered as (
    select
        *,
        sum(case when former_key = person_key then 0 else 1 end) over (
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        ) as period_no
    from timeline
),

periods as (
    select
        period_no,
        person_key,
        count(*) as events,
        min(occurred_us) as first_us,
        max(occurred_us) as last_us,
        string_agg(distinct rule, ', ' order by rule) as rules
    from numbered
    group by period_no, person_key
)

select
    persons.person_id,
    periods.events,
    timestamp_micros(periods.first_us) as first_at,
    timestamp_micros(periods.last_us) as last_at,
    periods.rules
from periods
left join identity.persons as persons on periods.person_key = persons.person_key
order by periods.period_no
