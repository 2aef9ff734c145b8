-- What:  Events that mean something to a customer: what each one is called and where it happened.
-- Grain: one row per event that has a person and a touchpoint
-- Key:   event_id
-- Reads: config.settings, config.touchpoint_rules, identity.person_events, staging.event_kinds,
--        staging.events
-- Rule:  the first touchpoint rule that matches; without any rule each event name is its own
--        touchpoint; a channel, device or department that the rule names stands above the event's.
--        Round brackets name the start and the ends of journeys, so a name from the data that opens
--        with one is written in square ones.

select
    events.event_id,
    people.person_key,
    events.source,
    events.source_no,
    events.occurred_at,
    events.occurred_us,
    events.order_no,
    events.direction,
    case
        when coalesce(rules.touchpoint, events.event) like '(%'
            then translate(coalesce(rules.touchpoint, events.event), '()', '[]')
        else coalesce(rules.touchpoint, events.event)
    end as touchpoint,
    case
        when coalesce(rules.channel, events.channel) like '(%'
            then translate(coalesce(rules.channel, events.channel), '()', '[]')
        else coalesce(rules.channel, events.channel)
    end as channel,
    case
        when coalesce(rules.device, events.device) like '(%'
            then translate(coalesce(rules.device, events.device), '()', '[]')
        else coalesce(rules.device, events.device)
    end as device,
    case
        when coalesce(rules.department, events.department) like '(%'
            then translate(coalesce(rules.department, events.department), '()', '[]')
        else coalesce(rules.department, events.department)
    end as department,
    case when events.agent like '(%' then translate(events.agent, '()', '[]') else events.agent end
        as agent,
    events.topic,
    events.emotion,
    events.value
from staging.events as events
inner join identity.person_events as people on events.event_id = people.event_id
cross join config.settings as settings
left join staging.event_kinds as kinds
    on
        events.source = kinds.source
        and events.event = kinds.event
        and coalesce(events.page, '') = kinds.page
        and coalesce(events.channel, '') = kinds.channel
        and coalesce(events.device, '') = kinds.device
        and coalesce(events.campaign, '') = kinds.campaign
left join config.touchpoint_rules as rules on kinds.rule_no = rules.rule_no
where rules.rule_no is not null or not settings.has_rules
