-- What:  Words of two names that are the same, a name and its nickname, a misspelling, or an
--        initial, with their points.
-- Grain: one row per candidate pair, word of the left name and word of the right name that match
-- Key:   left_no, right_no, left_word_no, right_word_no
-- Reads: config.proposal_points, identity.profile_words, identity.proposal_candidates,
--        identity.word_rarities
-- Rule:  a misspelling sounds the same, or is one letter off in a word of three or more, two from
--        seven letters on or where a word of five or more keeps its length and first letter; it
--        never makes an ending in "a" of another (Mario is not Maria), and two common spellings are
--        two names (Marina is not Martina); an initial of a first word is that of a first word; a
--        shared word has the points of its rarity, a misspelling those of the commoner spelling

with

words as (
    select
        profile_words.*,
        rarities.points as rarity,
        rarities.is_common,
        length(profile_words.word) as letters,
        profile_words.word like '%a' as ends_in_a
    from identity.profile_words as profile_words
    inner join identity.word_rarities as rarities on profile_words.word = rarities.word
),

compared as (
    select
        candidates.left_no,
        candidates.right_no,
        left_words.word_no as left_word_no,
        right_words.word_no as right_word_no,
        least(left_words.rarity, right_words.rarity) as rarity,
        case
            when left_words.written = right_words.written then 'same'
            when left_words.word = right_words.word then 'nickname'
            when
                least(left_words.letters, right_words.letters) = 1
                and substr(left_words.word, 1, 1) = substr(right_words.word, 1, 1)
                and (left_words.word_no = 1) = (right_words.word_no = 1)
                then 'initial'
            when
                left_words.ends_in_a <> right_words.ends_in_a
                or (left_words.is_common and right_words.is_common)
                or abs(left_words.letters - right_words.letters) > 2
                then null
            when left_words.sound = right_words.sound then 'misspelt'
            when
                least(left_words.letters, right_words.letters) >= 3
                and levenshtein(left_words.word, right_words.word) <= case
                    when least(left_words.letters, right_words.letters) >= 7 then 2
                    -- Two letters swapped are two changes.
                    when
                        left_words.letters >= 5
                        and left_words.letters = right_words.letters
                        and substr(left_words.word, 1, 1) = substr(right_words.word, 1, 1)
                        then 2
                    else 1
                end
                then 'misspelt'
        end as level
    from identity.proposal_candidates as candidates
    inner join words as left_words on candidates.left_no = left_words.profile_no
    inner join words as right_words on candidates.right_no = right_words.profile_no
)

select
    compared.left_no,
    compared.right_no,
    compared.left_word_no,
    compared.right_word_no,
    compared.level,
    case compared.level
        when 'same' then 4 when 'nickname' then 3 when 'misspelt' then 2 else 1
    end as grade,
    -- Without a limit the rarity does not count; least() alone would pass over the NULL.
    points.points + case
        when points.most_rarity is null then 0 else least(compared.rarity, points.most_rarity)
    end as points
from compared
inner join config.proposal_points as points
    on points.part = 'word' and compared.level = points.level
