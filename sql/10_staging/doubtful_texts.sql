-- What:  Texts of events that may have been read in the wrong encoding.
-- Grain: one row per text
-- Key:   written
-- Reads: staging.delivered_events
-- Rule:  the signs are what the first byte of a letter outside ASCII becomes when UTF-8 is read as
--        Windows-1252, Latin-1, Mac Roman, code page 437 or Windows-1251; damaged text has one of
--        them, and few other texts do. Whether a text is damaged is decided in pipeline/meaning

with

texts as (
    select event as written
    from staging.delivered_events
    union all
    select department as written
    from staging.delivered_events
    union all
    select agent as written
    from staging.delivered_events
    union all
    select campaign as written
    from staging.delivered_events
    union all
    select topic as written
    from staging.delivered_events
    union all
    select persona as written
    from staging.delivered_events
    union all
    select text as written
    from staging.delivered_events
)

select distinct written
from texts
where translate(written, 'ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßâãïð√¬‚├┬ГРС', '') <> written
