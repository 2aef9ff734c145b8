-- What:  Who was seen with a device, a ticket, an order, a case, or a disputed address or phone.
-- Grain: one row per such identifier and person
-- Key:   identifier_no, person_key
-- Reads: config.identity_classes, identity.bundle_identifiers, identity.bundles,
--        identity.busy_identifiers, identity.cannot_links, identity.component_names,
--        identity.disputed_identifiers, identity.known_bundles
-- Rule:  blocked and busy identifiers are nobody's, nor is one somebody's of whom an override says
--        that it is not theirs; classes that own nothing under the chosen policy have no claims

with

denied as (
    select
        cannot.left_no as identifier_no,
        names.person_key
    from identity.cannot_links as cannot
    inner join identity.component_names as names on cannot.right_no = names.identifier_no
    union
    select
        cannot.right_no as identifier_no,
        names.person_key
    from identity.cannot_links as cannot
    inner join identity.component_names as names on cannot.left_no = names.identifier_no
)

select
    held.identifier_no,
    known.person_key,
    min(held.id_class) as id_class,
    min(held.strength) as strength,
    min(bundles.first_us) as first_us,
    max(bundles.last_us) as last_us
from identity.known_bundles as known
inner join identity.bundle_identifiers as held on known.bundle_no = held.bundle_no
inner join config.identity_classes as classes on held.id_class = classes.id_class
inner join identity.bundles as bundles on known.bundle_no = bundles.bundle_no
left join identity.busy_identifiers as busy on held.identifier_no = busy.identifier_no
left join identity.disputed_identifiers as disputed on held.identifier_no = disputed.identifier_no
left join denied
    on held.identifier_no = denied.identifier_no and known.person_key = denied.person_key
where
    classes.owns
    and denied.identifier_no is null
    and held.blocked_by is null
    and busy.identifier_no is null
    and (held.id_class in ('device', 'record') or disputed.identifier_no is not null)
group by held.identifier_no, known.person_key
