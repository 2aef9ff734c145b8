-- What:  Values that identify nobody, by source.
-- Grain: one row per source, type of identifier, rule and value told
-- Key:   source, id_type, rule, told
-- Reads: identity.blocked_identifiers
-- Rule:  told is what of the value stands in the list that comes with the program: the word, the
--        name of the mailbox, the domain; nothing of other values, which may be somebody's

with

named as (
    select
        source,
        id_type,
        id_value,
        events,
        case when rule like 'listed%' then 'listed' else rule end as rule,
        case rule
            when 'placeholder' then lower(id_value)
            when 'role mailbox' then split_part(id_value, '@', 1) || '@'
            when 'test domain' then '@' || split_part(id_value, '@', 2)
            else ''
        end as told
    from identity.blocked_identifiers
)

select
    source,
    id_type,
    rule,
    told,
    count(distinct id_value) as identifiers,
    cast(sum(events) as bigint) as events
from named
group by source, id_type, rule, told
