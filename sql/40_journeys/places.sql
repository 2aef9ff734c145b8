-- What:  Where each kind of event happened: its channel, device, department and agent, numbered.
-- Grain: one row per kind of event and kind of place that is known
-- Key:   kind_no, kind
-- Reads: config.answer_touchpoints, journeys.kinds
-- Rule:  side_no numbers the kinds of places, place_no the names of all of them together. An answer
--        (a rating) judges a contact and is none: it happens at no place.
-- Order: place

with

contacts as (
    select kinds.*
    from journeys.kinds as kinds
    left join config.answer_touchpoints as answers on kinds.touchpoint = answers.touchpoint
    where answers.touchpoint is null
),

sides as (
    select
        kind_no,
        1 as side_no,
        'channel' as kind,
        channel as place
    from contacts
    union all
    select
        kind_no,
        2 as side_no,
        'device' as kind,
        device as place
    from contacts
    union all
    select
        kind_no,
        3 as side_no,
        'department' as kind,
        department as place
    from contacts
    union all
    select
        kind_no,
        4 as side_no,
        'agent' as kind,
        agent as place
    from contacts
)

select
    kind_no,
    side_no,
    kind,
    place,
    dense_rank() over (order by place) as place_no
from sides
where place is not null
