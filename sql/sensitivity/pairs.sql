-- What:  People of the chosen policy, and of the policy in force, who have events in common.
-- Grain: one row per pair; nobody is NULL
-- Key:   person_key, other_key
-- Reads: chosen.person_events, identity.person_events
-- Rule:  two are the same person when each has more events in common with the other than with
--        anybody else, of equals with the smaller key; what the two have in common stays, all other
--        events change person. Keys are not compared, as a person may go by another key.
-- Order: events, then the key

with

pairs as (
    select
        chosen.person_key,
        others.person_key as other_key,
        count(*) as events
    from chosen.person_events as chosen
    full outer join identity.person_events as others on chosen.event_key = others.event_key
    group by chosen.person_key, others.person_key
),

ranked as (
    select
        person_key,
        other_key,
        row_number() over (partition by person_key order by events desc, other_key asc)
            as other_place,
        row_number() over (partition by other_key order by events desc, person_key asc)
            as person_place
    from pairs
    where person_key is not null and other_key is not null
)

select
    pairs.person_key,
    pairs.other_key,
    pairs.events,
    coalesce(ranked.other_place = 1 and ranked.person_place = 1, false) as is_same
from pairs
left join ranked on pairs.person_key = ranked.person_key and pairs.other_key = ranked.other_key
