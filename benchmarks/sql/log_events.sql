-- What:  Made-up events of a company's three logs: a tenth as many people as events, some of them
--        much busier than others, each with a cookie on one or two devices; one web event in ten is
--        of a known user; 90 days in random order. The log is told by source.
with

drawn as (
    select
        i,
        cast(floor(pow((hash(i, 2) % 1000000007) / 1000000007.0, 2) * $people) as bigint) as who,
        hash(i, 3) % 100 as draw,
        make_timestamptz(1735689600000000 + cast((hash(i, 1) % 7776000000) * 1000 as bigint))
            as happened
    from range($first, $last) as numbers (i)
)

select
    case when draw < 80 then 'web' when draw < 85 then 'crm' else 'support' end as source,
    'e' || lpad(cast(i as varchar), 9, '0') as id,
    case
        when draw < 80 and i % 40 = 0 then 'pay'
        when draw < 80 then 'page_' || (hash(i, 4) % 30)
        when draw < 85 then 'stage_' || (hash(i, 4) % 5)
        else 'ticket_' || (hash(i, 4) % 10)
    end as event,
    happened,
    case when draw < 80 then 'c' || who || case when hash(i, 6) % 5 = 0 and who % 3 = 0 then 'm' else '' end end
        as cookie,
    case when draw between 80 and 84 or (draw < 80 and hash(i, 5) % 10 = 0) then 'u' || who end
        as login,
    case when draw >= 80 then 'p' || who || '@mail.es' end as address,
    case
        when draw < 80 then case when who % 4 = 0 then 'app' else 'web' end
        when draw < 85 then 'crm'
        else case hash(i, 7) % 3 when 0 then 'phone' when 1 then 'chat' else 'email' end
    end as channel,
    case
        when draw < 80
            then case
                when hash(i, 6) % 5 = 0 and who % 3 = 0 then 'mobile' when who % 4 = 0 then 'mobile'
                else 'desktop'
            end
    end as device,
    case when draw >= 85 then 'team ' || (who % 6) end as department,
    case when draw >= 85 then 'agent ' || (hash(i, 8) % 100) end as agent,
    case when i % 40 = 0 then round((hash(i, 9) % 10000) / 100.0, 2) end as amount
from drawn
order by hash(i, 10)
