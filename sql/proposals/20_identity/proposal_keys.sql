-- What:  What two profiles must share to be compared at all: an address, its part before the @, a
--        number, a word of the name and the place, two words, the beginnings of two words.
-- Grain: one row per profile, rule and key
-- Key:   rule, key, profile_no
-- Reads: identity.profile_words, identity.profiles
-- Rule:  initials make no key; a part before the @ counts from five letters on; beginnings are four
--        letters of the sound; two words stand in alphabetical order

with

pairs_of_words as (
    select
        first_words.profile_no,
        first_words.source,
        least(first_words.word, second_words.word) as low_word,
        greatest(first_words.word, second_words.word) as high_word,
        substr(first_words.sound, 1, 4) as first_beginning,
        substr(second_words.sound, 1, 4) as second_beginning
    from identity.profile_words as first_words
    inner join identity.profile_words as second_words
        on
            first_words.profile_no = second_words.profile_no
            and first_words.word_no < second_words.word_no
    where length(first_words.word) > 1 and length(second_words.word) > 1
),

keys as (
    select
        'email' as rule,
        email as key,
        profile_no,
        source
    from identity.profiles
    union all
    select
        'email_name' as rule,
        split_part(email, '@', 1) as key,
        profile_no,
        source
    from identity.profiles
    where length(split_part(email, '@', 1)) >= 5
    union all
    select
        'phone' as rule,
        phone as key,
        profile_no,
        source
    from identity.profiles
    union all
    select
        'word_and_postcode' as rule,
        words.sound || ' ' || profiles.postcode as key,
        words.profile_no,
        words.source
    from identity.profile_words as words
    inner join identity.profiles as profiles on words.profile_no = profiles.profile_no
    where length(words.word) > 1
    union all
    select
        'two_words' as rule,
        low_word || ' ' || high_word as key,
        profile_no,
        source
    from pairs_of_words
    union all
    select
        'two_beginnings' as rule,
        least(first_beginning, second_beginning) || ' '
        || greatest(first_beginning, second_beginning) as key,
        profile_no,
        source
    from pairs_of_words
)

select distinct
    rule,
    key,
    profile_no,
    source
from keys
where key is not null
