-- Journey definitions, as in the configuration.
select * from marts.journey_definitions
order by position, journey
