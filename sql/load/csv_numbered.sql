-- What:  The records of one CSV file with faults, numbered by the lines they stand on.
-- Grain: one row per good record
-- Note:  the good records fill the lines that the faulty ones leave free: before the good record
--        that would stand on line n stand all faults whose line, less the faults before it, is up
--        to n.
create or replace temp table delivered as
with

faults as (
    select line + 1 - row_number() over (order by line) as line_without_faults
    from (select distinct line from reject_errors) as faulty_lines
)

select
    delivered.record_no + count(faults.line_without_faults) as record_no,
    any_value(delivered.content) as content,
    true as is_object,
    any_value(delivered.body) as body
from delivered
left join faults on delivered.record_no >= faults.line_without_faults
group by delivered.record_no
