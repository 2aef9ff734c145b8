-- What:  Kinds of events that are not what they were in the build before, or mean something else.
-- Grain: one row per kind
-- Key:   kind_no
-- Reads: journeys.former_kinds, journeys.former_places, journeys.former_roles, journeys.kinds,
--        journeys.places, journeys.roles

with

kinds as (
    select *
    from journeys.kinds
    except
    select *
    from journeys.former_kinds
),

former_kinds as (
    select *
    from journeys.former_kinds
    except
    select *
    from journeys.kinds
),

roles as (
    select *
    from journeys.roles
    except
    select *
    from journeys.former_roles
),

former_roles as (
    select *
    from journeys.former_roles
    except
    select *
    from journeys.roles
),

places as (
    select *
    from journeys.places
    except
    select *
    from journeys.former_places
),

former_places as (
    select *
    from journeys.former_places
    except
    select *
    from journeys.places
)

select kind_no
from kinds
union
select kind_no
from former_kinds
union
select kind_no
from roles
union
select kind_no
from former_roles
union
select kind_no
from places
union
select kind_no
from former_places
