-- What:  Takes the records that were found faulty away from those delivered.
-- Grain: one row per record that is taken away
delete from delivered
where record_no in (select unnest($lines))
