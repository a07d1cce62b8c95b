-- title:   Children with the groups they belong to
-- grain:   one row per child_id
-- key:     child_id
-- uses:    concern, age_band
-- reads:   child (child_id, born_on, sex, ethnic_group, area_code, deprivation_decile,
--          household_id, need_tier), contact (child_id, agency, contacted_on, is_concern),
--          area (area_code, region)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $window_days INTEGER
-- returns: child_id, unit_id, area_code, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier, n_agencies
-- why:     a child counts once, in its home council, whatever councils its contacts were in.
--          unit_id is the household, for siblings are sampled together; the child itself
--          where households are not known. n_agencies have a concern on record in the
--          period or in the window before it.
with seen as (
    select
        concern.child_id,
        count(distinct concern.agency) as n_agencies,
    from concern($period_start - $window_days::integer, $period_end) as concern
    group by concern.child_id
)
select
    child.child_id,
    coalesce(child.household_id, -1 - child.child_id) as unit_id,
    child.area_code,
    area.region,
    age_band(child.born_on, $period_start) as age_band,
    child.sex,
    child.ethnic_group,
    child.deprivation_decile,
    child.need_tier,
    coalesce(seen.n_agencies, 0)::tinyint as n_agencies,
from child
left join area on child.area_code = area.area_code
left join seen on child.child_id = seen.child_id
