-- What:  The contacts of people, one by one, by what each of them was.
-- Grain: one row per event with a touchpoint
-- Key:   none, only counted
-- Reads: identity.person_events, journeys.kinds
-- Rule:  in no order, because there may be millions and each is only counted

select
    events.person_key,
    cast(events.kind_no as integer) as kind_no
from identity.person_events as events
inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
