-- What:  Rejects records that are longer than anything a log should hold.
-- Grain: one row per record that is too long
update incoming
set reject_reason = 'longer than ' || format('{:,}', cast($bytes as bigint)) || ' bytes'
where reject_reason is null and strlen(row_text) > $bytes
