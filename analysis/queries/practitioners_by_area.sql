-- title:   Where practitioners work
-- grain:   one row per agency × area_code
-- key:     agency, area_code
-- uses:    none
-- reads:   practitioner (agency, area_code), area (area_code, region)
-- params:  none
-- returns: agency, area_code, region, n_practitioners
-- why:     users of an index are spread over England as those who work in the agencies that
--          may look. Practitioners without an area are left out; a council that is not in
--          the reference table has no region.
select
    practitioner.agency,
    practitioner.area_code,
    area.region,
    count(*) as n_practitioners,
from practitioner
left join area on practitioner.area_code = area.area_code
where practitioner.area_code is not null
group by practitioner.agency, practitioner.area_code, area.region
order by practitioner.agency, practitioner.area_code
