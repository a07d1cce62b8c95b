-- title:   Children by how often they were looked up
-- grain:   one row per number of look-ups
-- key:     n_lookups
-- uses:    none
-- reads:   access_event (child_id), child (child_id)
-- params:  none
-- returns: n_lookups, n_children
-- why:     begins with 0, the children whom nobody looked up
with each as (
    select
        access_event.child_id,
        count(*) as n_lookups,
    from access_event
    group by access_event.child_id
)
select
    coalesce(each.n_lookups, 0) as n_lookups,
    count(*) as n_children,
from child
left join each on child.child_id = each.child_id
group by coalesce(each.n_lookups, 0)
order by coalesce(each.n_lookups, 0)
