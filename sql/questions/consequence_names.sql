-- What:  What may follow a journey: journeys of each definition, contacts with each kind of source.
-- Grain: one row per kind and name
-- Key:   kind, name
-- Reads: config.channel_costs, config.journeys, config.sources, staging.event_kinds
-- Rule:  a person has one journey of a definition that takes the whole history, so that none of it
--        follows on itself. Costs are told where some are configured.
-- Order: kind, name

with

names as (
    select
        'journey' as kind,
        journey as name
    from config.journeys
    where boundary <> 'whole' or journey <> $journey
    union all
    select distinct
        'contact' as kind,
        sources.kind as name
    from config.sources as sources
    inner join staging.event_kinds as kinds on sources.source = kinds.source
    where kinds.direction = 'customer'
    union all
    select distinct
        'cost_during' as kind,
        '' as name
    from config.channel_costs
    union all
    select distinct
        'cost_after' as kind,
        '' as name
    from config.channel_costs
)

select
    kind,
    name
from names
order by kind, name
