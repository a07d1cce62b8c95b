-- title:   Children by how often they were looked up, some of each
-- grain:   one row per kind × child_id
-- key:     kind, child_id
-- uses:    none
-- reads:   explanation (child_id, is_direct, is_group, is_referral)
-- params:  $most INTEGER
-- returns: kind, child_id
-- why:     whose view to show: children looked up most, those with a look-up that nothing
--          explains, and those looked up once; the first $most of each by number
with each as (
    select
        explanation.child_id,
        count(*) as n_lookups,
        count(*) filter (
            not (explanation.is_direct or explanation.is_group or explanation.is_referral)
        ) as n_unexplained,
    from explanation
    group by explanation.child_id
),
sorted as (
    select 'often' as kind, each.child_id, row_number() over (
        order by each.n_lookups desc, each.child_id
    ) as place
    from each
    union all
    select 'unexplained', each.child_id, row_number() over (order by each.child_id)
    from each
    where each.n_unexplained > 0
    union all
    select 'once', each.child_id, row_number() over (order by each.child_id)
    from each
    where each.n_lookups = 1 and each.n_unexplained = 0
)
select
    sorted.kind,
    sorted.child_id,
from sorted
where sorted.place <= $most::integer
order by sorted.kind, sorted.child_id
