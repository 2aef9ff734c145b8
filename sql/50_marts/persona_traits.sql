-- What:  What sets each persona apart: the channels, devices and touchpoints it uses more, or less,
--        than customers of other personas.
-- Grain: one row per persona, kind and value
-- Key:   persona, kind, value
-- Reads: identity.person_events, journeys.kinds, journeys.personas
-- Rule:  share is the mean over the people of the persona of the part that the value has in their
--        contacts, which are their events at touchpoints; share_elsewhere the same over people of
--        all other personas; apart is the difference in standard deviations of one person's share
--        over all people with a persona. people have at least one such contact. rank is by the size
--        of apart. Without a second persona there are no rows. Shares are summed as decimals,
--        because a sum of doubles depends on the order of its rows.
-- Order: apart from the largest, then kind and value

with

words as (
    select
        kind_no,
        'touchpoint' as kind,
        touchpoint as value
    from journeys.kinds
    union all
    select
        kind_no,
        'channel' as kind,
        channel as value
    from journeys.kinds
    where channel is not null
    union all
    select
        kind_no,
        'device' as kind,
        device as value
    from journeys.kinds
    where device is not null
),

contacts as (
    select
        personas.persona_no,
        personas.persona,
        events.person_key,
        events.kind_no,
        count(*) as contacts
    from identity.person_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    inner join journeys.personas as personas on events.person_key = personas.person_key
    group by personas.persona_no, personas.persona, events.person_key, events.kind_no
),

totals as (
    select
        persona_no,
        persona,
        person_key,
        sum(contacts) as contacts
    from contacts
    group by persona_no, persona, person_key
),

sizes as (
    select
        persona_no,
        persona,
        count(*) as people
    from totals
    group by persona_no, persona
),

everybody as (
    select
        cast(sum(people) as double) as people,
        count(*) as personas
    from sizes
),

shares as (
    select
        contacts.persona_no,
        contacts.person_key,
        words.kind,
        words.value,
        cast(sum(contacts.contacts) / cast(max(totals.contacts) as double) as decimal(12, 8))
            as share
    from contacts
    inner join words on contacts.kind_no = words.kind_no
    inner join totals on contacts.person_key = totals.person_key
    group by contacts.persona_no, contacts.person_key, words.kind, words.value
),

summed as (
    select
        persona_no,
        kind,
        value,
        count(*) as people,
        sum(share) as shares,
        sum(cast(share * share as decimal(24, 8))) as squares
    from shares
    group by persona_no, kind, value
),

together as (
    select
        kind,
        value,
        cast(sum(shares) as double) as shares,
        cast(sum(squares) as double) as squares
    from summed
    group by kind, value
),

compared as (
    select
        sizes.persona,
        together.kind,
        together.value,
        coalesce(summed.people, 0) as people,
        sizes.people as of_people,
        coalesce(cast(summed.shares as double), 0) / sizes.people as share,
        (together.shares - coalesce(cast(summed.shares as double), 0))
        / (everybody.people - sizes.people) as share_elsewhere,
        sqrt(
            greatest(
                together.squares / everybody.people
                - together.shares * together.shares / (everybody.people * everybody.people),
                0
            )
        ) as spread
    from sizes
    cross join together
    cross join everybody
    left join summed
        on
            sizes.persona_no = summed.persona_no
            and together.kind = summed.kind
            and together.value = summed.value
    where everybody.personas > 1
),

measured as (
    select
        *,
        coalesce((share - share_elsewhere) / nullif(spread, 0), 0) as apart
    from compared
)

select
    persona,
    kind,
    value,
    people,
    of_people,
    share,
    share_elsewhere,
    apart,
    row_number() over (partition by persona order by abs(apart) desc, kind asc, value asc) as rank
from measured
