-- title:   Councils and their regions
-- grain:   one row per area_code
-- key:     area_code
-- uses:    none
-- reads:   area (area_code, area_name, region)
-- params:  none
-- returns: area_code, area_name, region
-- why:     names for screens; measures group by code
select
    area.area_code,
    area.area_name,
    area.region,
from area
order by area.area_code
