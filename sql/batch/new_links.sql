-- What:  Links that were not there in the build before, and identifiers of which something else is
--        new that a rule asks for, each as a loop.
-- Grain: one row per link or identifier
-- Key:   none, a loop may come twice
-- Reads: batch.told_identifiers, config.identity_limits, identity.aliases, identity.cannot_links,
--        identity.former_aliases, identity.former_cannot_links, identity.former_links,
--        identity.links
-- Rule:  whether a limit is passed goes by the times of its identifiers, whether two values are two
--        by their other names. A link that is seen more often changes who is refused only where
--        somebody was refused, and there a batch takes all links again

with

apart as (
    (
        select
            left_no,
            right_no
        from identity.cannot_links
        except
        select
            left_no,
            right_no
        from identity.former_cannot_links
    )
    union all
    (
        select
            left_no,
            right_no
        from identity.former_cannot_links
        except
        select
            left_no,
            right_no
        from identity.cannot_links
    )
),

stirred as (
    select identifiers.identifier_no
    from batch.told_identifiers as identifiers
    inner join config.identity_limits as limits on identifiers.id_type = limits.id_type
    where identifiers.is_longer
    union all
    select coalesce(aliases.identifier_no, former.identifier_no) as identifier_no
    from identity.aliases as aliases
    full outer join identity.former_aliases as former
        on aliases.identifier_no = former.identifier_no
    where aliases.one_no is distinct from former.one_no
    union all
    select left_no as identifier_no
    from apart
    union all
    select right_no as identifier_no
    from apart
)

select
    links.left_no,
    links.right_no
from identity.links as links
left join identity.former_links as former
    on links.left_no = former.left_no and links.right_no = former.right_no
where former.left_no is null
union all
select
    identifier_no as left_no,
    identifier_no as right_no
from stirred
