-- What:  Every identifier that was ever seen, numbered, with its class and whether it is blocked.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Plain: id_value
-- Reads: config.blocked_patterns, config.blocked_values, config.identity_types,
--        identity.bundle_values, identity.bundles, identity.former_identifiers
-- Rule:  strength is the smaller the stronger. Blocked are texts that stand for nothing, noughts
--        and dashes alone, -1, mailboxes of a role, domains for tests, and what the configuration
--        lists; numbers of tickets, orders and cases may be nought. Numbers are below 2^31, in the
--        order of type, scope and value, with room between them: an identifier keeps the number
--        that it had in the build before, and a new one gets one between its neighbours. So whoever
--        goes by their order finds the same in a build of a batch as in one of everything. Behind
--        each scope there is more room, as new tickets mostly have the highest number
-- Order: id_type, id_scope, id_value, so that their order depends on the data alone

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
),

-- Scopes one after another, and how many there are.
scopes as (
    select
        id_type,
        id_scope,
        row_number() over (order by id_type, id_scope) as scope_no,
        count(*) over () as scopes
    from seen
    group by id_type, id_scope
),

ranked as (
    select
        seen.*,
        scopes.scope_no,
        scopes.scopes,
        count(*) over () as identifiers,
        floor(count(*) over () / 4.0) as spare,
        row_number() over (order by seen.id_type, seen.id_scope, seen.id_value) as place
    from seen
    inner join scopes on seen.id_type = scopes.id_type and seen.id_scope = scopes.id_scope
),

formers as (
    select count(*) as identifiers
    from identity.former_identifiers
),

-- Nothing where there is no build before.
known as (
    select
        ranked.place,
        former.identifier_no as former_no,
        max(former.identifier_no) over (
            order by ranked.place rows between unbounded preceding and current row
        ) as before_no,
        min(former.identifier_no) over (
            order by ranked.place rows between current row and unbounded following
        ) as after_no
    from ranked
    inner join formers on formers.identifiers > 0
    left join identity.former_identifiers as former
        on
            ranked.id_type = former.id_type
            and ranked.id_scope = former.id_scope
            and ranked.id_value = former.id_value
),

fitted as (
    select
        place,
        coalesce(before_no, 0) as before_no,
        coalesce(after_no, 2147483648) as after_no,
        row_number() over (partition by coalesce(before_no, 0) order by place) as place_in_gap,
        count(*) over (partition by coalesce(before_no, 0)) as in_gap
    from known
    where former_no is null
),

numbered as (
    select
        ranked.*,
        case
            when known.former_no is not null then known.former_no
            when known.place is null
                then
                    (ranked.place + ranked.scope_no * ranked.spare)
                    * floor(
                        2147483648
                        / (ranked.identifiers + (ranked.scopes + 1) * ranked.spare + 1)
                    )
            else fitted.before_no + fitted.place_in_gap * least(
                64, floor((fitted.after_no - fitted.before_no) / (fitted.in_gap + 1))
            )
        end as identifier_no
    from ranked
    left join known on ranked.place = known.place
    left join fitted on ranked.place = fitted.place
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
    cast(seen.identifier_no as bigint) as identifier_no
from numbered as seen
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
