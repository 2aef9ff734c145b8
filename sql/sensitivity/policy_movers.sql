-- What:  The people of the chosen policy who would lose most events under the policy in force.
-- Grain: one row per person, a hundred at most
-- Key:   person_key
-- Reads: chosen.pairs, config.identity_settings
-- Rule:  people is among how many people under the policy in force their events are
-- Order: moved_events, events, person_key

with

moves as (
    select
        person_key,
        cast(sum(events) as bigint) as events,
        count(other_key) as people,
        cast(sum(case when is_same then 0 else events end) as bigint) as moved_events
    from chosen.pairs
    where person_key is not null
    group by person_key
),

ranked as (
    select
        *,
        row_number() over (order by moved_events desc, events desc, person_key asc) as place
    from moves
    where moved_events > 0
)

select
    settings.policy,
    ranked.person_key,
    ranked.events,
    ranked.people,
    ranked.moved_events
from ranked
cross join config.identity_settings as settings
where ranked.place <= 100
order by ranked.place
