-- Where people went instead, over all touchpoints at which journeys ended without the goal.
select
    journey,
    destination,
    cast(sum(journeys) as bigint) as journeys,
    cast(sum(tried_again) as bigint) as tried_again,
    cast(sum(reached_later) as bigint) as reached_later
from marts.drop_off_destinations
group by journey, destination
order by journey, journeys desc, destination
