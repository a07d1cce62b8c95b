-- title:   Children by one way of grouping them
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   person (child_id, unit_id, area_code, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier)
-- params:  dimension VARCHAR (all, area, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier)
-- returns: child_id, unit_id, group_id
-- why:     one query serves every grouping, so that two screens can't count differently
create macro person_group(dimension) as table
select
    person.child_id,
    person.unit_id,
    case dimension
        when 'all' then 'all'
        when 'area' then person.area_code
        when 'region' then person.region
        when 'age_band' then person.age_band
        when 'sex' then person.sex
        when 'ethnic_group' then person.ethnic_group
        when 'deprivation_decile' then person.deprivation_decile::varchar
        when 'need_tier' then person.need_tier
    end as group_id,
from person
