-- What:  Every event with an identifier that is not blocked belongs to one person, and no other
--        event to any, but for those of shared devices that are to be nobody's.
-- Grain: one row per combination of identifiers that breaks the promise
-- Key:   bundle_no
-- Reads: identity.bundle_choices, identity.bundle_identifiers, identity.event_bundles,
--        identity.person_events
-- Rule:  the events of a combination and those of people with it are the same when they are as many
--        and two marks of all their keys agree; where some may be nobody's they are compared one by
--        one

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

seen as (
    select
        bundle_no,
        count(*) as events,
        bit_xor(xxhash64(event_key)) as mark,
        sum(xxhash64(event_key) % 1099511627776) as other_mark
    from identity.event_bundles
    group by bundle_no
),

owned as (
    select
        bundle_no,
        count(*) as events,
        count(person_key) as people,
        bit_xor(xxhash64(event_key)) as mark,
        sum(xxhash64(event_key) % 1099511627776) as other_mark
    from identity.person_events
    group by bundle_no
),

partly_owned as (
    select
        people.bundle_no,
        people.event_key,
        count(*) as people,
        count(events.event_key) as events
    from identity.person_events as people
    inner join promised on people.bundle_no = promised.bundle_no
    left join identity.event_bundles as events
        on people.bundle_no = events.bundle_no and people.event_key = events.event_key
    where promised.may_be_nobodys = 1
    group by people.bundle_no, people.event_key
),

wrong as (
    select distinct bundle_no
    from partly_owned
    where people <> 1 or events <> 1
)

select
    coalesce(seen.bundle_no, owned.bundle_no) as bundle_no,
    seen.events,
    owned.people
from seen
full outer join owned on seen.bundle_no = owned.bundle_no
left join promised on coalesce(seen.bundle_no, owned.bundle_no) = promised.bundle_no
left join wrong on owned.bundle_no = wrong.bundle_no
where
    wrong.bundle_no is not null
    or (owned.bundle_no is not null and (promised.bundle_no is null or seen.bundle_no is null))
    or owned.people <> owned.events
    or (
        promised.may_be_nobodys = 0
        and (
            owned.bundle_no is null
            or seen.events <> owned.events
            or seen.mark <> owned.mark
            or seen.other_mark <> owned.other_mark
        )
    )
