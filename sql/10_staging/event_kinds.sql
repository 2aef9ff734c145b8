-- What:  All that is said of events in words, once: their kinds, and the touchpoint rule of each.
-- Grain: one row per source, event, direction, page, channel, device, campaign, department, agent,
--        topic and persona that occur together
-- Key:   kind_no
-- Reads: config.touchpoint_rules, staging.events, staging.former_event_kinds
-- Rule:  ten million events are of some hundred kinds; whatever follows from the words is told of a
--        kind once, and an event carries its number. The first touchpoint rule that matches counts;
--        all its conditions must hold, one that is not given holds, and an event that lacks a value
--        is matched as the empty text. A kind keeps the number that it had in the build before.
-- Order: the words

with

said as (
    select
        source,
        source_no,
        event,
        direction,
        page,
        channel,
        device,
        campaign,
        department,
        agent,
        topic,
        persona,
        count(*) as events
    from staging.events
    group by
        source,
        source_no,
        event,
        direction,
        page,
        channel,
        device,
        campaign,
        department,
        agent,
        topic,
        persona
),

matchable as (
    select distinct
        source,
        event,
        coalesce(page, '') as page,
        coalesce(channel, '') as channel,
        coalesce(device, '') as device,
        coalesce(campaign, '') as campaign,
        coalesce(direction, '') as direction,
        coalesce(department, '') as department,
        coalesce(topic, '') as topic
    from said
),

met as (
    select
        matchable.source,
        matchable.event,
        matchable.page,
        matchable.channel,
        matchable.device,
        matchable.campaign,
        matchable.direction,
        matchable.department,
        matchable.topic,
        min(rules.rule_no) as rule_no
    from matchable
    inner join config.touchpoint_rules as rules
        on
            matchable.source like rules.source_pattern escape '!'
            and matchable.event like rules.event_pattern escape '!'
            and matchable.page like rules.page_pattern escape '!'
            and matchable.channel like rules.channel_pattern escape '!'
            and matchable.device like rules.device_pattern escape '!'
            and matchable.campaign like rules.campaign_pattern escape '!'
            and matchable.direction like rules.direction_pattern escape '!'
            and matchable.department like rules.department_pattern escape '!'
            and matchable.topic like rules.topic_pattern escape '!'
    group by
        matchable.source,
        matchable.event,
        matchable.page,
        matchable.channel,
        matchable.device,
        matchable.campaign,
        matchable.direction,
        matchable.department,
        matchable.topic
),

numbers as (
    select coalesce(max(kind_no), 0) as kind_no
    from staging.former_event_kinds
)

select
    coalesce(
        former.kind_no,
        numbers.kind_no + row_number() over (
            order by
                said.source,
                said.event,
                said.direction,
                said.page,
                said.channel,
                said.device,
                said.campaign,
                said.department,
                said.agent,
                said.topic,
                said.persona
        )
    ) as kind_no,
    said.*,
    met.rule_no
from said
cross join numbers
left join staging.former_event_kinds as former
    on
        said.source = former.source
        and said.event = former.event
        and said.direction is not distinct from former.direction
        and said.page is not distinct from former.page
        and said.channel is not distinct from former.channel
        and said.device is not distinct from former.device
        and said.campaign is not distinct from former.campaign
        and said.department is not distinct from former.department
        and said.agent is not distinct from former.agent
        and said.topic is not distinct from former.topic
        and said.persona is not distinct from former.persona
left join met
    on
        said.source = met.source
        and said.event = met.event
        and coalesce(said.page, '') = met.page
        and coalesce(said.channel, '') = met.channel
        and coalesce(said.device, '') = met.device
        and coalesce(said.campaign, '') = met.campaign
        and coalesce(said.direction, '') = met.direction
        and coalesce(said.department, '') = met.department
        and coalesce(said.topic, '') = met.topic
