-- What:  Events that may be of somebody else than in the build before, and new ones.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.new_event_bundles, batch.own_events, identity.bundle_choices,
--        identity.event_bundles, identity.former_bundle_choices, identity.former_owned_events,
--        identity.owned_events
-- Rule:  whose an event is is told by its combination and by what is told of it alone; where both
--        stay as they were it stays

with

bundles as (
    select coalesce(choices.bundle_no, former.bundle_no) as bundle_no
    from identity.bundle_choices as choices
    full outer join identity.former_bundle_choices as former
        on choices.bundle_no = former.bundle_no
    where
        choices.strength is distinct from former.strength
        or choices.via_no is distinct from former.via_no
        or choices.person_key is distinct from former.person_key
        or choices.known_first_us is distinct from former.known_first_us
        or choices.rule is distinct from former.rule
),

owned as (
    select own.event_id
    from batch.own_events as own
    left join identity.owned_events as owned on own.event_id = owned.event_id
    left join identity.former_owned_events as former on own.event_id = former.event_id
    where
        owned.strength is distinct from former.strength
        or owned.via_no is distinct from former.via_no
        or owned.person_key is distinct from former.person_key
        or owned.rule is distinct from former.rule
)

select
    events.event_id,
    events.bundle_no
from identity.event_bundles as events
inner join bundles on events.bundle_no = bundles.bundle_no
union
select
    events.event_id,
    events.bundle_no
from identity.event_bundles as events
inner join owned on events.event_id = owned.event_id
union
select
    event_id,
    bundle_no
from batch.new_event_bundles
