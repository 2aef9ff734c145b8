-- What:  Which of some words are part of a name that the help desk knows.
-- Grain: one row per word
-- Key:   word
-- Reads: staging.stg_zendesk__users
-- Rule:  $words are in small letters

with

named as (
    select unnest(string_split(lower(name), ' ')) as word
    from staging.stg_zendesk__users
    where name is not null
)

select distinct word
from named
where list_contains($words, word)
order by word
