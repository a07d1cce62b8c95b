-- title:   Children as numbers, in the order of their ids
-- grain:   one row per child_id
-- key:     child_id
-- uses:    age_band
-- reads:   child (child_id, born_on, sex, ethnic_group, area_code, deprivation_decile,
--          household_id, need_tier, is_shielded)
-- params:  $period_start DATE
-- returns: child_id, household_id, age, area, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier, is_shielded
-- why:     whoever counts children by group adds up numbers, not words. Words are numbered
--          from 0 in the order of the schema, areas in the order of people_areas; -1 is not
--          recorded. A child without a household is its own; one born after $period_start
--          has age 0.
with place as (
    select
        child.area_code,
        (row_number() over (order by child.area_code) - 1)::smallint as area,
    from child
    where child.area_code is not null
    group by child.area_code
)
select
    child.child_id,
    coalesce(child.household_id, child.child_id) as household_id,
    if(child.born_on is null, -1, greatest(date_sub('year', child.born_on, $period_start), 0))
    ::smallint as age,
    coalesce(place.area, -1)::smallint as area,
    (
        coalesce(
            list_position(
                ['under_1', '1_to_4', '5_to_9', '10_to_15', '16_to_17', '18_and_over'],
                age_band(child.born_on, $period_start)
            ),
            0
        ) - 1
    )::tinyint as age_band,
    (coalesce(list_position(['female', 'male'], child.sex), 0) - 1)::tinyint as sex,
    (
        coalesce(
            list_position(['asian', 'black', 'mixed', 'other', 'white'], child.ethnic_group), 0
        ) - 1
    )::tinyint as ethnic_group,
    (coalesce(child.deprivation_decile, 0) - 1)::tinyint as deprivation_decile,
    (
        coalesce(
            list_position(['none', 'additional', 'complex', 'acute'], child.need_tier), 0
        ) - 1
    )::tinyint as need_tier,
    coalesce(child.is_shielded, false) as is_shielded,
from child
left join place on child.area_code = place.area_code
order by child.child_id
