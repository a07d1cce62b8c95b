-- title:   What stands about one child, without a name
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   child (child_id, born_on, need_tier, area_code, is_shielded, is_looked_after),
--          area (area_code, area_name)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive), $period_start DATE
-- returns: child_id, age_years, area_name, need_tier, is_shielded, is_looked_after
-- why:     who the case is about, in the few words that a reader needs. The age is that on the
--          first day of the period, 0 for a child born later; what is not recorded is empty,
--          and a mark that is not recorded is false.
select
    child.child_id,
    greatest(date_sub('year', child.born_on, $period_start), 0)::integer as age_years,
    area.area_name,
    child.need_tier,
    coalesce(child.is_shielded, false) as is_shielded,
    coalesce(child.is_looked_after, false) as is_looked_after,
from child
left join area on child.area_code = area.area_code
where child.child_id between $first_child and $last_child
order by child.child_id
