-- What:  Texts of events that may have been read in the wrong encoding.
-- Grain: one row per text
-- Key:   written
-- Reads: staging.delivered_events
-- Rule:  the signs are what the first byte of a letter outside ASCII becomes when UTF-8 is read as
--        Windows-1252, Latin-1, Mac Roman, code page 437 or Windows-1251; damaged text has one of
--        them, and few other texts do. Whether a text is damaged is decided in pipeline/meaning

with

texts as (
    select distinct event as written
    from staging.delivered_events
    union distinct
    select distinct department as written
    from staging.delivered_events
    union distinct
    select distinct agent as written
    from staging.delivered_events
    union distinct
    select distinct campaign as written
    from staging.delivered_events
    union distinct
    select distinct topic as written
    from staging.delivered_events
    union distinct
    select distinct persona as written
    from staging.delivered_events
    union distinct
    select distinct text as written
    from staging.delivered_events
)

select written
from texts
where translate(written, 'ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßâãïð√¬‚├┬ГРС', '') <> written
