-- What:  Takes the records that were found faulty away from those delivered.
delete from delivered
where record_no in (select unnest($lines))
