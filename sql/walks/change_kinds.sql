-- What:  What an event of each kind means where the customer comes from elsewhere, in numbers.
-- Grain: one row per kind of event that has a touchpoint
-- Key:   kind_no
-- Reads: config.answer_touchpoints, config.login_touchpoints, journeys.kinds
-- Rule:  topic_no is 0 where no topic is brought up. login_no is 1 for a login of the customer, 2
--        for one that is told to be another, 0 for anything else

select
    kinds.kind_no,
    kinds.touchpoint_no,
    coalesce(kinds.direction = 'customer', false) as is_own,
    case
        when kinds.topic is not null and answers.touchpoint is null
            then dense_rank() over (order by kinds.topic)
        else 0
    end as topic_no,
    case
        when kinds.direction = 'customer' and logins.is_again = 1 then 2
        when kinds.direction = 'customer' and logins.touchpoint is not null then 1
        else 0
    end as login_no
from journeys.kinds as kinds
left join config.answer_touchpoints as answers on kinds.touchpoint = answers.touchpoint
left join config.login_touchpoints as logins on kinds.touchpoint = logins.touchpoint
