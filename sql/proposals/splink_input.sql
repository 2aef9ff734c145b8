-- What:  The profiles in columns that Splink compares, with the words of names as the score has
--        them.
-- Grain: one row per profile
-- Reads: identity.profile_words, identity.profiles
-- Note:  source_no stands for the source, whose name is not SQL's affair; the order makes Splink's
--        samples the same in every run.
select
    profiles.profile_no as unique_id,
    dense_rank() over (order by profiles.source) as source_no,
    max(case when words.word_no = 1 then words.word end) as forename,
    max(case when words.word_no = 2 then words.word end) as surname,
    max(case when words.word_no = 3 then words.word end) as second_surname,
    profiles.email,
    profiles.phone,
    profiles.postcode
from identity.profiles as profiles
left join identity.profile_words as words on profiles.profile_no = words.profile_no
group by profiles.profile_no, profiles.source, profiles.email, profiles.phone, profiles.postcode
order by profiles.profile_no
