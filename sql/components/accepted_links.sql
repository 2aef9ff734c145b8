-- What:  The links that hold, component by component, from the first known to the last.
-- Grain: one row per link
-- Key:   left_no, right_no
-- Reads: identity.components, identity.links, identity.refusals
-- Rule:  a link without a time was always known
-- Order: component_no, first_us; links of one instant are taken together, whatever their order

with

refused as (
    select
        least(left_no, right_no) as low_no,
        greatest(left_no, right_no) as high_no
    from identity.refusals
)

select
    components.component_no,
    links.left_no,
    links.right_no,
    coalesce(links.first_us, -9223372036854775807) as first_us
from identity.links as links
inner join identity.components as components on links.left_no = components.identifier_no
left join refused
    on
        least(links.left_no, links.right_no) = refused.low_no
        and greatest(links.left_no, links.right_no) = refused.high_no
where refused.low_no is null and links.left_no <> links.right_no
order by components.component_no, first_us, links.left_no, links.right_no
