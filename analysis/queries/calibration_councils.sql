-- title:   What official statistics count, by council
-- grain:   one row per area_code
-- key:     area_code
-- uses:    none
-- reads:   area (area_code, area_name, region), child (child_id, area_code, household_id),
--          episode (child_id, kind, started_on, ended_on)
-- params:  $period_start DATE, $period_end DATE (both inclusive)
-- returns: area_code, area_name, region, n_children, n_referrals, n_in_need, n_on_plan,
--          n_looked_after, n_squared
-- why:     published totals by council and their spread are held against these; n_squared adds
--          the squared sizes of households, since children are sampled by household
with
home as (
    select
        child.area_code,
        child.household_id,
        count(*) as n_children,
    from child
    group by child.area_code, child.household_id
),
person as (
    select
        home.area_code,
        sum(home.n_children)::bigint as n_children,
        sum(home.n_children * home.n_children)::bigint as n_squared,
    from home
    group by home.area_code
),
event as (
    select
        child.area_code,
        count(*) filter (
            where episode.kind = 'referral' and episode.started_on between $period_start and $period_end
        ) as n_referrals,
        count(*) filter (where episode.kind = 'child_in_need' and episode.ended_on is null) as n_in_need,
        count(*) filter (where episode.kind = 'protection_plan' and episode.ended_on is null) as n_on_plan,
        count(*) filter (where episode.kind = 'looked_after' and episode.ended_on is null) as n_looked_after,
    from episode
    inner join child on episode.child_id = child.child_id
    where episode.kind in ('referral', 'child_in_need', 'protection_plan', 'looked_after')
    group by child.area_code
)
select
    area.area_code,
    area.area_name,
    area.region,
    coalesce(person.n_children, 0) as n_children,
    coalesce(event.n_referrals, 0) as n_referrals,
    coalesce(event.n_in_need, 0) as n_in_need,
    coalesce(event.n_on_plan, 0) as n_on_plan,
    coalesce(event.n_looked_after, 0) as n_looked_after,
    coalesce(person.n_squared, 0) as n_squared,
from area
left join person on area.area_code = person.area_code
left join event on area.area_code = event.area_code
order by area.area_code
