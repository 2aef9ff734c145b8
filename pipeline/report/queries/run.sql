-- The one row that says what was run.
select * from marts.run
