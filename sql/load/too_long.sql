-- What:  Rejects records that are longer than anything a log should hold.
update incoming
set reject_reason = 'longer than ' || format('{:,}', cast($bytes as bigint)) || ' bytes'
where reject_reason is null and strlen(row_text) > $bytes
