-- What:  The handoffs that end at events of one person.
-- Grain: one row per event, journey, kind and change
-- Key:   event_id, journey_id, kind
-- Reads: identity.event_bundles, identity.person_events, journeys.handoffs, journeys.journeys
-- Rule:  a handoff stands at the contact after the change

select
    events.event_id,
    journeys.journey,
    journeys.journey_id,
    handoffs.kind,
    handoffs.from_place as from_value,
    handoffs.to_place as to_value,
    handoffs.wait_s,
    handoffs.is_repeated = 1 as is_repeated,
    handoffs.came_back = 1 as came_back
from journeys.handoffs as handoffs
inner join journeys.journeys as journeys on handoffs.journey_key = journeys.journey_key
inner join identity.person_events as people
    on
        handoffs.next_owner_key = people.person_key
        and handoffs.next_person_event_no = people.person_event_no
inner join identity.event_bundles as events on people.event_key = events.event_key
where people.person_key = $person_key
order by event_id, journeys.journey_no, journeys.journey_key, handoffs.kind
