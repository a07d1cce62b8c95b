-- title:   Sharing needs and expected gaps by group of children
-- grain:   one row per group_id
-- key:     group_id
-- uses:    person_group, need_chance
-- reads:   person (child_id, unit_id, area_code, region, age_band, sex, ethnic_group,
--          deprivation_decile, need_tier), need (child_id, seeker, holder, decision_on,
--          held_days, ordinal, is_open_case, n_open)
-- params:  $dimension VARCHAR, $practice STRUCT[], $open_case STRUCT
-- returns: group_id, n_needs, gaps_least, gaps_central, gaps_most, needs_needs,
--          needs_gaps_least, needs_gaps_central, needs_gaps_most, gaps_gaps_least,
--          gaps_gaps_central, gaps_gaps_most
-- why:     the sums of products over households are what the sampling interval rests on;
--          a need whose child is not in table child is left out and counted by the checks
with by_unit as (
    select
        person_group.group_id,
        person_group.unit_id,
        count(*)::double as needs,
        sum(need_chance.gap_least) as least,
        sum(need_chance.gap_central) as central,
        sum(need_chance.gap_most) as most,
    from need_chance($practice, $open_case) as need_chance
    inner join person_group($dimension) as person_group
        on need_chance.child_id = person_group.child_id
    group by person_group.group_id, person_group.unit_id
)
select
    by_unit.group_id,
    sum(by_unit.needs)::bigint as n_needs,
    sum(by_unit.least) as gaps_least,
    sum(by_unit.central) as gaps_central,
    sum(by_unit.most) as gaps_most,
    sum(by_unit.needs * by_unit.needs) as needs_needs,
    sum(by_unit.needs * by_unit.least) as needs_gaps_least,
    sum(by_unit.needs * by_unit.central) as needs_gaps_central,
    sum(by_unit.needs * by_unit.most) as needs_gaps_most,
    sum(by_unit.least * by_unit.least) as gaps_gaps_least,
    sum(by_unit.central * by_unit.central) as gaps_gaps_central,
    sum(by_unit.most * by_unit.most) as gaps_gaps_most,
from by_unit
group by by_unit.group_id
order by by_unit.group_id
