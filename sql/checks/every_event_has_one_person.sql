-- What:  Every event with an identifier that is not blocked belongs to one person, and no other
--        event to any, but for those of shared devices that are to be nobody's.
-- Grain: one row per broken promise
-- Key:   event_id
-- Reads: identity.bundle_choices, identity.bundle_identifiers, identity.event_bundles,
--        identity.person_events

with

promised as (
    select
        held.bundle_no,
        max(case when choices.rule = 'nobody' then 1 else 0 end) as may_be_nobodys
    from identity.bundle_identifiers as held
    left join identity.bundle_choices as choices on held.bundle_no = choices.bundle_no
    where held.blocked_by is null
    group by held.bundle_no
),

identified as (
    select
        events.event_id,
        promised.may_be_nobodys
    from identity.event_bundles as events
    inner join promised on events.bundle_no = promised.bundle_no
)

select
    coalesce(identified.event_id, people.event_id) as event_id,
    count(people.person_key) as people
from identified
full outer join identity.person_events as people on identified.event_id = people.event_id
group by coalesce(identified.event_id, people.event_id)
having
    count(people.person_key) > 1
    or count(identified.event_id) <> 1
    or (count(people.person_key) = 0 and max(identified.may_be_nobodys) = 0)
