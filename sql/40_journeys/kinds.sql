-- What:  What each kind of event means to the customer: its touchpoint and where it happened.
-- Grain: one row per kind of event that has a touchpoint
-- Key:   kind_no
-- Reads: config.channel_names, config.settings, config.touchpoint_rules, staging.event_kinds
-- Rule:  the first touchpoint rule that matches; without any rule each event name is its own
--        touchpoint; a channel, device or department that the rule names stands above the event's.
--        A channel goes by one name, whatever letters or language a source writes it in.
--        Round brackets name the start and the ends of journeys, so a name from the data that opens
--        with one is written in square ones. touchpoint_no numbers the touchpoints.
-- Order: touchpoint

with

named as (
    select
        kinds.kind_no,
        kinds.source,
        kinds.direction,
        kinds.topic,
        kinds.persona,
        coalesce(rules.touchpoint, kinds.event) as touchpoint,
        coalesce(rules.channel, kinds.channel) as channel,
        coalesce(rules.device, kinds.device) as device,
        coalesce(rules.department, kinds.department) as department,
        kinds.agent
    from staging.event_kinds as kinds
    cross join config.settings as settings
    left join config.touchpoint_rules as rules on kinds.rule_no = rules.rule_no
    where rules.rule_no is not null or not settings.has_rules
),

called as (
    select
        named.kind_no,
        named.source,
        named.direction,
        named.topic,
        named.persona,
        named.touchpoint,
        coalesce(names.channel, named.channel) as channel,
        named.device,
        named.department,
        named.agent
    from named
    left join config.channel_names as names on lower(trim(named.channel)) = names.written
),

plain as (
    select
        kind_no,
        source,
        direction,
        topic,
        persona,
        case
            when touchpoint like '(%' then translate(touchpoint, '()', '[]') else touchpoint
        end as touchpoint,
        case when channel like '(%' then translate(channel, '()', '[]') else channel end
            as channel,
        case when device like '(%' then translate(device, '()', '[]') else device end as device,
        case
            when department like '(%' then translate(department, '()', '[]') else department
        end as department,
        case when agent like '(%' then translate(agent, '()', '[]') else agent end as agent
    from called
)

select
    *,
    dense_rank() over (order by touchpoint) as touchpoint_no
from plain
