-- title:   Children, and those with a need, with a gap and never put together, by group
-- grain:   one row per group_id
-- key:     group_id
-- uses:    person_group, child_chance
-- reads:   person (child_id, unit_id, area_code, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier), need (child_id, seeker, holder, decision_on,
--          held_days, ordinal, is_open_case, n_open)
-- params:  $dimension VARCHAR, $practice STRUCT[], $open_case STRUCT
-- returns: group_id, n_children, n_units, n_with_need, gap_least, gap_central, gap_most,
--          never_least, never_central, never_most, need_need, gap_gap_least,
--          gap_gap_central, gap_gap_most, never_never_least, never_never_central,
--          never_never_most
-- why:     sums over children, and sums of squares over households for the sampling interval
with by_unit as (
    select
        person_group.group_id,
        person_group.unit_id,
        count(*) as children,
        count(child_chance.child_id)::double as need,
        coalesce(sum(child_chance.gap_least), 0) as gap_least,
        coalesce(sum(child_chance.gap_central), 0) as gap_central,
        coalesce(sum(child_chance.gap_most), 0) as gap_most,
        coalesce(sum(child_chance.never_least), 0) as never_least,
        coalesce(sum(child_chance.never_central), 0) as never_central,
        coalesce(sum(child_chance.never_most), 0) as never_most,
    from person_group($dimension) as person_group
    left join child_chance($practice, $open_case) as child_chance
        on person_group.child_id = child_chance.child_id
    group by person_group.group_id, person_group.unit_id
)
select
    by_unit.group_id,
    sum(by_unit.children)::bigint as n_children,
    count(*) as n_units,
    sum(by_unit.need)::bigint as n_with_need,
    sum(by_unit.gap_least) as gap_least,
    sum(by_unit.gap_central) as gap_central,
    sum(by_unit.gap_most) as gap_most,
    sum(by_unit.never_least) as never_least,
    sum(by_unit.never_central) as never_central,
    sum(by_unit.never_most) as never_most,
    sum(by_unit.need * by_unit.need) as need_need,
    sum(by_unit.gap_least * by_unit.gap_least) as gap_gap_least,
    sum(by_unit.gap_central * by_unit.gap_central) as gap_gap_central,
    sum(by_unit.gap_most * by_unit.gap_most) as gap_gap_most,
    sum(by_unit.never_least * by_unit.never_least) as never_never_least,
    sum(by_unit.never_central * by_unit.never_central) as never_never_central,
    sum(by_unit.never_most * by_unit.never_most) as never_never_most,
from by_unit
group by by_unit.group_id
order by by_unit.group_id
