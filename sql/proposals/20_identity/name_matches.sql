-- What:  How the names of two profiles agree, in one word and in points.
-- Grain: one row per candidate pair whose names share a word
-- Key:   left_no, right_no
-- Reads: config.proposal_points, identity.profile_words, identity.proposal_prior,
--        identity.word_matches
-- Rule:  each word counts once, with its best match, from the side that gives fewer points; the
--        words of a name together have at most most_points_of_a_name; where both names have words
--        that the other lacks, somebody else is meant: the forename differs when the first word of
--        either name is among those words, or when nothing better than an initial is shared; they
--        are relatives when they share more than that first word, as a father and a son of one
--        forename do; else the surname differs

with

lengths as (
    select
        profile_no,
        count(*) as words
    from identity.profile_words
    group by profile_no
),

left_words as (
    select
        left_no,
        right_no,
        left_word_no,
        max(grade) as grade,
        max(points) as points
    from identity.word_matches
    group by left_no, right_no, left_word_no
),

right_words as (
    select
        left_no,
        right_no,
        right_word_no,
        max(grade) as grade,
        max(points) as points
    from identity.word_matches
    group by left_no, right_no, right_word_no
),

left_names as (
    select
        left_no,
        right_no,
        count(*) as matched,
        min(grade) as weakest,
        min(left_word_no) = 1 as has_first,
        sum(points) as points
    from left_words
    group by left_no, right_no
),

right_names as (
    select
        left_no,
        right_no,
        count(*) as matched,
        min(grade) as weakest,
        min(right_word_no) = 1 as has_first,
        sum(points) as points
    from right_words
    group by left_no, right_no
),

in_place as (
    select
        left_no,
        right_no,
        count(*) as words,
        min(left_word_no) as first_word_no
    from identity.word_matches
    where left_word_no = right_word_no
    group by left_no, right_no
),

names as (
    select
        left_names.left_no,
        left_names.right_no,
        least(left_names.points, right_names.points) as points,
        least(left_names.matched, right_names.matched) as matched,
        least(left_names.weakest, right_names.weakest) as weakest,
        left_names.has_first and right_names.has_first as has_first_words,
        left_lengths.words = left_names.matched as all_left,
        right_lengths.words = right_names.matched as all_right,
        coalesce(in_place.words, 0) = left_lengths.words as is_in_order,
        coalesce(in_place.first_word_no, 0) = 1 as begins_alike
    from left_names
    inner join right_names
        on left_names.left_no = right_names.left_no and left_names.right_no = right_names.right_no
    inner join lengths as left_lengths on left_names.left_no = left_lengths.profile_no
    inner join lengths as right_lengths on left_names.right_no = right_lengths.profile_no
    left join in_place
        on left_names.left_no = in_place.left_no and left_names.right_no = in_place.right_no
),

levels as (
    select
        *,
        case
            when not all_left and not all_right and (weakest = 1 or not has_first_words)
                then 'forename_differs'
            when not all_left and not all_right and matched > 1 then 'relative'
            when not all_left and not all_right then 'surname_differs'
            when matched = 1 then 'one_word'
            when not all_left or not all_right then 'part_missing'
            when weakest = 1 then 'initial'
            when weakest = 2 then 'misspelt'
            when weakest = 3 then 'nickname'
            when is_in_order then 'same'
            when begins_alike then 'surnames_turned'
            else 'words_turned'
        end as level
    from names
)

select
    levels.left_no,
    levels.right_no,
    levels.level,
    points.points + least(levels.points, limits.most_points_of_a_name) as points
from levels
inner join config.proposal_points as points on points.part = 'name' and levels.level = points.level
cross join identity.proposal_prior as limits
