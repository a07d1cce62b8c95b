-- title:   Children by group
-- grain:   one row per group_id
-- key:     group_id
-- uses:    person_group
-- reads:   person (child_id, unit_id, area_code, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier)
-- params:  $dimension VARCHAR
-- returns: group_id, n_children
-- why:     groups without a need are shown with 0, not left out
select
    person_group.group_id,
    count(*) as n_children,
from person_group($dimension) as person_group
group by person_group.group_id
order by person_group.group_id
