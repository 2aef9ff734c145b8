-- What:  Whose an event is by what it was done with, where that has to be told event by event.
-- Grain: one row per event that says nothing else and is somebody's by a device, record or address
-- Key:   event_key
-- Reads: identity.known_bundles, identity.owner_options
-- Rule:  of several identifiers the strongest that is somebody's decides; most events have one, and
--        are not compared with others
-- Order: strength, identifier_no

with

compared as (
    select
        event_key,
        identifier_no,
        row_number() over (partition by event_key order by strength, identifier_no) as place
    from identity.owner_options
    where owners > 1
)

select
    options.event_key,
    options.strength,
    known.via_no,
    known.person_key,
    case
        when options.id_class = 'shared' then 'handed over'
        when options.id_class = 'record' then 'record'
        when options.is_backfill = 1 then 'backfill'
        else 'device'
    end as rule
from identity.owner_options as options
inner join identity.known_bundles as known on options.known_bundle_no = known.bundle_no
left join compared
    on
        options.owners > 1
        and options.event_key = compared.event_key
        and options.identifier_no = compared.identifier_no
where options.owners = 1 or compared.place = 1
