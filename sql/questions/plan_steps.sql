-- What:  The steps of one plan, with the channels on which they are meant to happen.
-- Grain: one row per step
-- Key:   step_no
-- Reads: config.channel_names, config.plan_channels, config.plan_steps
-- Rule:  a channel goes by one name, whatever letters or language the configuration writes it in
-- Order: step_no

with

channels as (
    select
        said.step_no,
        array_agg(coalesce(names.channel, said.channel)) as channels
    from config.plan_channels as said
    left join config.channel_names as names on lower(trim(said.channel)) = names.written
    where said.plan_no = $plan_no
    group by said.step_no
)

select
    steps.step_no,
    steps.touchpoint,
    steps.is_optional,
    steps.within_us,
    channels.channels
from config.plan_steps as steps
left join channels on steps.step_no = channels.step_no
where steps.plan_no = $plan_no
order by steps.step_no
