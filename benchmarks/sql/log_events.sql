-- What:  Made-up events of a company's three logs: a twentieth as many people as events, some of
--        them much busier than others, half of them with fourteen events or fewer. Events come in
--        visits of three to twelve, about a minute apart, six on average, on one cookie and one
--        device each; one web visit in five logs in at its second event; support and CRM talk in
--        fours, and one support conversation in five changes its department. 90 days in random
--        order. The log is told by source.
with

placed as (
    select
        i,
        hash(i // 12, 3) % 100 as draw,
        i % 12 as place_in_block
    from range($first, $last) as numbers (i)
),

visits as (
    select
        i,
        draw,
        case when draw < 40 then 12 when draw < 75 then 6 when draw < 90 then 3 else 4 end as events,
        place_in_block % events as place,
        i - place as visit
    from placed
),

drawn as (
    select
        i,
        visit,
        place,
        events,
        cast(floor(pow((hash(visit, 2) % 1000000007) / 1000000007.0, 2) * $people) as bigint) as who,
        case when draw < 90 then 'web' when hash(visit, 12) % 5 < 2 then 'crm' else 'support' end
            as source,
        make_timestamptz(
            1735689600000000
            + cast((hash(visit, 1) % 7776000000) * 1000 as bigint)
            + place * 60000000 + cast((hash(i, 1) % 50000) * 1000 as bigint)
        ) as happened,
        source = 'web' and place = events - 1 and hash(visit, 11) % 8 = 0 as pays,
        who % 3 = 0 and hash(visit, 6) % 5 = 0 as is_mobile
    from visits
)

select
    source,
    'e' || lpad(cast(i as varchar), 9, '0') as id,
    case
        when pays then 'pay'
        when source = 'web' then 'page_' || (hash(i, 4) % 30)
        when source = 'crm' then 'stage_' || (hash(i, 4) % 5)
        else 'ticket_' || (hash(i, 4) % 10)
    end as event,
    happened,
    case when source = 'web' then 'c' || who || case when is_mobile then 'm' else '' end end
        as cookie,
    case
        when source = 'crm' or (source = 'web' and place >= 1 and hash(visit, 5) % 5 = 0)
            then 'u' || who
    end as login,
    case when source <> 'web' then 'p' || who || '@mail.es' end as address,
    case
        when source = 'web' then case when who % 4 = 0 then 'app' else 'web' end
        when source = 'crm' then 'crm'
        else case hash(visit, 7) % 3 when 0 then 'phone' when 1 then 'chat' else 'email' end
    end as channel,
    case
        when source = 'web' then case when is_mobile or who % 4 = 0 then 'mobile' else 'desktop' end
    end as device,
    case
        when source = 'support'
            then 'team ' || ((who + case when place >= 2 and hash(visit, 8) % 5 = 0 then 1 else 0 end) % 6)
    end as department,
    case when source = 'support' then 'agent ' || (hash(visit, 8) % 100) end as agent,
    case when pays then round((hash(i, 9) % 10000) / 100.0, 2) end as amount
from drawn
order by hash(i, 10)
