-- What:  Texts of events that may have been read in the wrong encoding, of the build before and of
--        new files.
-- Grain: one row per text
-- Key:   written
-- Reads: batch.new_doubtful_texts, staging.doubtful_texts
-- Rule:  staging.doubtful_texts is still that of the build before

select written
from staging.doubtful_texts
union
select written
from batch.new_doubtful_texts
