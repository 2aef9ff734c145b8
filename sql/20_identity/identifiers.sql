-- What:  Every identifier that was ever seen, numbered, with its class and whether it is blocked.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: config.blocked_patterns, config.blocked_values, config.identity_types,
--        identity.bundle_values, identity.bundles
-- Rule:  strength is the smaller the stronger. Blocked are texts that stand for nothing, noughts
--        and dashes alone, -1, mailboxes of a role, domains for tests, and what the configuration
--        lists; numbers of tickets, orders and cases may be nought
-- Order: id_type, id_scope, id_value, so that the numbers depend on the data alone

with

seen as (
    select
        found.id_type,
        found.id_scope,
        found.id_value,
        cast(sum(bundles.events) as bigint) as events,
        min(bundles.first_us) as first_us,
        max(bundles.last_us) as last_us
    from identity.bundle_values as found
    inner join identity.bundles as bundles on found.bundle_no = bundles.bundle_no
    group by found.id_type, found.id_scope, found.id_value
),

listed as (
    select
        seen.id_type,
        seen.id_scope,
        seen.id_value,
        min(patterns.as_written) as as_written
    from seen
    inner join config.blocked_patterns as patterns
        on lower(seen.id_value) like patterns.pattern escape '!'
    group by seen.id_type, seen.id_scope, seen.id_value
)

select
    seen.id_type,
    seen.id_scope,
    seen.id_value,
    types.id_class,
    types.strength,
    case
        when words.value is not null then 'placeholder'
        when
            types.id_class <> 'record'
            and (translate(seen.id_value, '0-', '') = '' or seen.id_value = '-1')
            then 'noughts'
        when mailboxes.value is not null then 'role mailbox'
        when domains.value is not null then 'test domain'
        when listed.as_written is not null then 'listed: ' || listed.as_written
    end as blocked_by,
    seen.events,
    seen.first_us,
    seen.last_us,
    row_number() over (order by seen.id_type, seen.id_scope, seen.id_value) as identifier_no
from seen
inner join config.identity_types as types on seen.id_type = types.id_type
left join config.blocked_values as words
    on words.kind = 'word' and lower(seen.id_value) = words.value
left join config.blocked_values as mailboxes
    on
        mailboxes.kind = 'mailbox'
        and seen.id_type = 'email'
        and split_part(seen.id_value, '@', 1) = mailboxes.value
left join config.blocked_values as domains
    on
        domains.kind = 'domain'
        and seen.id_type = 'email'
        and split_part(seen.id_value, '@', 2) = domains.value
left join listed
    on
        seen.id_type = listed.id_type
        and seen.id_scope = listed.id_scope
        and seen.id_value = listed.id_value
