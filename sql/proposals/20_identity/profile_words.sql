-- What:  The words of every name: without accents, capitals, titles and particles; a nickname as
--        the name it stands for; and how the word sounds, roughly.
-- Grain: one row per word of the name of a profile
-- Key:   profile_no, word_no
-- Reads: config.name_words, identity.profiles
-- Rule:  "García López, Ana" is read as "Ana García López"; only the first eight words count;
--        letters that sound alike in Spanish are one: b and v, c, s and z, ll and y, ch and
--        tx; h is silent
-- Order: position in the name

with

letters as (
    select
        profile_no,
        source,
        translate(
            replace(replace(replace(lower(name), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
            'áàâäãåāăąçćčďèéêëēęěíìîïīłñńňóòôöõøōőřśšťùúûüūůűýÿžźżªº.;:-_/()"''’`´',
            'aaaaaaaaacccdeeeeeeeiiiiilnnnoooooooorsstuuuuuuuyyzzzao         '
        ) as name
    from identity.profiles
    where name is not null
),

in_order as (
    select
        profile_no,
        source,
        split_part(name, ',', 2) || ' ' || split_part(name, ',', 1) || ' '
        || split_part(name, ',', 3) as name
    from letters
),

one_blank as (
    select
        profile_no,
        source,
        trim(replace(replace(replace(name, '  ', ' '), '  ', ' '), '  ', ' ')) as name
    from in_order
),

positions as (
    select numbers.position
    from (values (1), (2), (3), (4), (5), (6), (7), (8)) as numbers (position)
),

words as (
    select
        one_blank.profile_no,
        one_blank.source,
        positions.position,
        split_part(one_blank.name, ' ', positions.position) as written
    from one_blank
    cross join positions
    where split_part(one_blank.name, ' ', positions.position) <> ''
),

known as (
    select
        words.profile_no,
        words.source,
        words.position,
        words.written,
        case
            when name_words.kind = 'nickname' then name_words.stands_for else words.written
        end as word
    from words
    left join config.name_words as name_words on words.written = name_words.word
    where name_words.word is null or name_words.kind in ('nickname', 'name')
),

paired as (
    select
        *,
        replace(
            replace(replace(replace(replace(word, 'ch', 'x'), 'tx', 'x'), 'll', 'y'), 'ph', 'f'),
            'qu', 'k'
        ) as said
    from known
),

softened as (
    select
        profile_no,
        source,
        position,
        written,
        word,
        replace(replace(replace(replace(said, 'ce', 'se'), 'ci', 'si'), 'ge', 'je'), 'gi', 'ji')
            as said
    from paired
),

simplified as (
    select
        profile_no,
        source,
        position,
        written,
        word,
        translate(said, 'vzcyh', 'bski') as said
    from softened
),

sounded as (
    select
        *,
        replace(replace(replace(replace(said, 'nn', 'n'), 'ss', 's'), 'tt', 't'), 'rr', 'r')
            as sound
    from simplified
)

select
    profile_no,
    row_number() over (partition by profile_no order by position) as word_no,
    source,
    written,
    word,
    -- A word of silent letters only is its own sound.
    case when sound = '' then word else sound end as sound
from sounded
