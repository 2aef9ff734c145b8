-- What:  Made-up events of one person (a kiosk, a robot, a log whose case column is always the same)
--        in ninety days: forty kinds, six departments, all drawn at random, so that five events in
--        six change the department. There are no ids.
select
    'one' as person,
    'act_' || (hash(i, 2) % 40) as activity,
    make_timestamptz(1735689600000000 + cast((hash(i, 3) % 7776000000) * 1000 as bigint))
        as happened,
    'team ' || (hash(i, 5) % 6) as department
from range($count) as numbers (i)
