-- What:  The one person that each identifier stands for, whoever else uses it.
-- Grain: one row per identifier that is somebody's
-- Key:   identifier_no
-- Reads: identity.component_names, identity.identifiers, identity.person_identifiers
-- Rule:  unique ids, addresses and phones stand for the person they were joined into, devices and
--        records for who used them first; blocked and busy ones stand for nobody
-- Order: first_us, person_key

with

ranked as (
    select
        used.identifier_no,
        used.person_key,
        row_number() over (
            partition by used.identifier_no
            order by
                case
                    when
                        identifiers.id_class in ('unique', 'shared')
                        and names.person_key = used.person_key
                        then 0
                    else 1
                end,
                used.first_us,
                used.person_key
        ) as place
    from identity.person_identifiers as used
    inner join identity.identifiers as identifiers
        on used.identifier_no = identifiers.identifier_no
    inner join identity.component_names as names on used.identifier_no = names.identifier_no
)

select
    identifier_no,
    person_key
from ranked
where place = 1
