-- title:   The councils that children live in
-- grain:   one row per area_code
-- key:     area_code
-- uses:    none
-- reads:   child (area_code), area (area_code, region)
-- params:  none
-- returns: area_code, region
-- why:     query people numbers the areas in this order; a council that the reference table
--          lacks has no region
select distinct
    child.area_code,
    area.region,
from child
left join area on child.area_code = area.area_code
where child.area_code is not null
order by child.area_code
