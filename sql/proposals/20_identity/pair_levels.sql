-- What:  How name, e-mail, phone and postcode of two profiles agree, each in one word, with points.
-- Grain: one row per candidate pair and part that both profiles have
-- Key:   left_no, right_no, part
-- Reads: config.proposal_points, identity.name_matches, identity.profile_words, identity.profiles,
--        identity.proposal_candidates, identity.value_rarities
-- Rule:  a part that one of the two lacks says nothing and has no row; a phone is misspelt with one
--        digit wrong or two at most; a postcode is near when its first three signs agree

with

named as (
    select distinct profile_no
    from identity.profile_words
),

pairs as (
    select
        candidates.left_no,
        candidates.right_no,
        left_profiles.email as left_email,
        right_profiles.email as right_email,
        left_profiles.phone as left_phone,
        right_profiles.phone as right_phone,
        left_profiles.postcode as left_postcode,
        right_profiles.postcode as right_postcode
    from identity.proposal_candidates as candidates
    inner join identity.profiles as left_profiles
        on candidates.left_no = left_profiles.profile_no
    inner join identity.profiles as right_profiles
        on candidates.right_no = right_profiles.profile_no
),

levels as (
    select
        left_no,
        right_no,
        'email' as part,
        case
            when left_email = right_email then 'same'
            when split_part(left_email, '@', 1) = split_part(right_email, '@', 1) then 'same_name'
            else 'differs'
        end as level,
        case when left_email = right_email then 'email' else 'email_name' end as rarity_part,
        case
            when left_email = right_email then left_email else split_part(left_email, '@', 1)
        end as value
    from pairs
    where left_email is not null and right_email is not null
    union all
    select
        left_no,
        right_no,
        'phone' as part,
        case
            when left_phone = right_phone then 'same'
            when
                length(left_phone) >= 9 and levenshtein(left_phone, right_phone) <= 2
                then 'misspelt'
            else 'differs'
        end as level,
        'phone' as rarity_part,
        left_phone as value
    from pairs
    where left_phone is not null and right_phone is not null
    union all
    select
        left_no,
        right_no,
        'postcode' as part,
        case
            when left_postcode = right_postcode then 'same'
            when
                substr(left_postcode, 1, 3) = substr(right_postcode, 1, 3)
                then 'near'
            else 'differs'
        end as level,
        'postcode' as rarity_part,
        left_postcode as value
    from pairs
    where left_postcode is not null and right_postcode is not null
),

values_weighed as (
    select
        levels.left_no,
        levels.right_no,
        levels.part,
        levels.level,
        -- Without a limit the rarity of the value does not count at this level.
        points.points + coalesce(least(rarities.points, points.most_rarity), 0) as points
    from levels
    inner join config.proposal_points as points
        on levels.part = points.part and levels.level = points.level
    left join identity.value_rarities as rarities
        on
            levels.rarity_part = rarities.part
            and levels.value = rarities.value
            and points.most_rarity is not null
),

names_weighed as (
    select
        candidates.left_no,
        candidates.right_no,
        'name' as part,
        coalesce(matches.level, 'other') as level,
        coalesce(matches.points, points.points) as points
    from identity.proposal_candidates as candidates
    inner join named as left_named on candidates.left_no = left_named.profile_no
    inner join named as right_named on candidates.right_no = right_named.profile_no
    left join identity.name_matches as matches
        on candidates.left_no = matches.left_no and candidates.right_no = matches.right_no
    inner join config.proposal_points as points
        on points.part = 'name' and points.level = 'other'
)

select
    left_no,
    right_no,
    part,
    level,
    points
from values_weighed
union all
select
    left_no,
    right_no,
    part,
    level,
    points
from names_weighed
