-- What:  Identifiers of so many people that they prove nothing: shared mailboxes, kiosks, the
--        devices of our own people.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: config.identity_classes, config.identity_settings, identity.aliases,
--        identity.bundle_identifiers, identity.bundles
-- Rule:  the most values of one type that were seen beside it within one window are more than the
--        limit of its class. Beside an e-mail address or a phone unique ids are counted, beside a
--        device addresses and phones too. A value stands in the window from its first sighting to
--        its last; names of one value count once.
-- Order: in time; at one instant those who come before those who leave, then beside_no

with

together as (
    select
        seen.identifier_no,
        seen.id_class,
        beside.id_type as beside_type,
        beside.id_scope as beside_scope,
        coalesce(aliases.one_no, beside.identifier_no) as beside_no,
        min(bundles.source) as source,
        min(bundles.first_us) as first_us,
        max(bundles.last_us) as last_us
    from identity.bundle_identifiers as seen
    inner join identity.bundle_identifiers as beside
        on seen.bundle_no = beside.bundle_no and seen.identifier_no <> beside.identifier_no
    inner join identity.bundles as bundles on seen.bundle_no = bundles.bundle_no
    left join identity.aliases as aliases on beside.identifier_no = aliases.identifier_no
    where
        seen.id_class in ('shared', 'device')
        and seen.blocked_by is null
        and beside.blocked_by is null
        and (
            beside.id_class = 'unique'
            or (seen.id_class = 'device' and beside.id_class = 'shared')
        )
    group by
        seen.identifier_no,
        seen.id_class,
        beside.id_type,
        beside.id_scope,
        coalesce(aliases.one_no, beside.identifier_no)
),

many as (
    select
        together.identifier_no,
        together.beside_type,
        together.beside_scope,
        min(together.source) as source,
        max(classes.busy_limit) as busy_limit
    from together
    inner join config.identity_classes as classes on together.id_class = classes.id_class
    group by together.identifier_no, together.beside_type, together.beside_scope
    having count(*) > max(classes.busy_limit)
),

moves as (
    select
        together.identifier_no,
        together.beside_type,
        together.beside_scope,
        together.beside_no,
        together.first_us as at_us,
        1 as change,
        0 as leaving
    from together
    union all
    select
        together.identifier_no,
        together.beside_type,
        together.beside_scope,
        together.beside_no,
        together.last_us + settings.busy_window_us as at_us,
        -1 as change,
        1 as leaving
    from together
    cross join config.identity_settings as settings
),

counted as (
    select
        many.identifier_no,
        many.source,
        many.busy_limit,
        sum(moves.change) over (
            partition by moves.identifier_no, moves.beside_type, moves.beside_scope
            order by moves.at_us, moves.leaving, moves.beside_no
            rows between unbounded preceding and current row
        ) as people
    from many
    inner join moves
        on
            many.identifier_no = moves.identifier_no
            and many.beside_type = moves.beside_type
            and many.beside_scope = moves.beside_scope
)

select
    identifier_no,
    min(source) as source,
    cast(max(people) as bigint) as people
from counted
group by identifier_no
having max(people) > max(busy_limit)
