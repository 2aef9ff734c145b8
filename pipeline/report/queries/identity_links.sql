-- Links between identifiers, by what was decided.
select
    decision,
    rule,
    links
from marts.identity_links
order by decision, links desc, rule
