-- What:  How much it says that two people share a word of their names, in points.
-- Grain: one row per word
-- Key:   word
-- Reads: config.name_words, config.proposal_settings, identity.profile_words,
--        identity.proposal_populations
-- Rule:  points are log2(1 / share of the people who bear the word), in the source where it is
--        most common; imagined people, of whom one in a thousand bears any word, keep a small
--        file from taking every word for rare

with

counted as (
    select
        source,
        word,
        count(distinct profile_no) as bearers
    from identity.profile_words
    group by source, word
),

shares as (
    select
        counted.word,
        max(counted.bearers) as bearers,
        max(
            (counted.bearers + settings.imagined_people / 1000.0)
            / (populations.profiles + settings.imagined_people)
        ) as share
    from counted
    inner join identity.proposal_populations as populations on counted.source = populations.source
    cross join config.proposal_settings as settings
    group by counted.word
)

select
    shares.word,
    shares.bearers,
    least(settings.most_points_of_a_word, -log2(shares.share)) as points,
    -- Two spellings that many people have are two names, not a slip of the pen.
    name_words.word is not null
    or (shares.bearers >= 5 and shares.share >= settings.common_share) as is_common
from shares
cross join config.proposal_settings as settings
left join config.name_words as name_words
    on shares.word = name_words.word and name_words.kind = 'name'
