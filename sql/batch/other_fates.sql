-- What:  People of whom something is decided now that was open when the data ended earlier, or the
--        other way round.
-- Grain: one row per person
-- Key:   person_key
-- Reads: config.journeys, journeys.journeys, journeys.placed_events, staging.data_window,
--        staging.former_data_window
-- Rule:  journeys.journeys and placed_events are still those of the build before. A journey that no
--        event decides is open up to a timeout after its last event; a step is judged a timeout
--        before the data end

select journeys.person_key
from journeys.journeys as journeys
inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
cross join staging.data_window as data
where
    journeys.outcome in ('open', 'ended')
    and journeys.outcome <> case
        when data.as_of_us - journeys.ended_us > definitions.timeout_us then 'ended' else 'open'
    end
union
select steps.person_key
from journeys.placed_events as steps
inner join config.journeys as definitions on steps.journey_no = definitions.journey_no
cross join staging.data_window as data
cross join staging.former_data_window as former
where
    steps.begins_step = 1
    and steps.occurred_us > least(data.as_of_us, former.as_of_us) - definitions.timeout_us
    and steps.occurred_us <= greatest(data.as_of_us, former.as_of_us) - definitions.timeout_us
