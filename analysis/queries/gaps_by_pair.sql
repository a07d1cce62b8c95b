-- title:   Sharing needs and expected gaps by seeker and holder
-- grain:   one row per seeker × holder
-- key:     seeker, holder
-- uses:    need_chance
-- reads:   person (child_id, unit_id), need (child_id, seeker, holder, decision_on,
--          held_days, ordinal, is_open_case, n_open)
-- params:  $practice STRUCT[], $open_case STRUCT
-- returns: seeker, holder, n_needs, gaps_least, gaps_central, gaps_most, needs_needs,
--          needs_gaps_least, needs_gaps_central, needs_gaps_most, gaps_gaps_least,
--          gaps_gaps_central, gaps_gaps_most
-- why:     the sums of products over households are what the sampling interval rests on;
--          a need whose child is not in table child is left out and counted by the checks
with by_unit as (
    select
        need_chance.seeker,
        need_chance.holder,
        person.unit_id,
        count(*)::double as needs,
        sum(need_chance.gap_least) as least,
        sum(need_chance.gap_central) as central,
        sum(need_chance.gap_most) as most,
    from need_chance($practice, $open_case) as need_chance
    inner join person
        on need_chance.child_id = person.child_id
    group by need_chance.seeker, need_chance.holder, person.unit_id
)
select
    by_unit.seeker::varchar as seeker,
    by_unit.holder::varchar as holder,
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
group by by_unit.seeker, by_unit.holder
order by by_unit.seeker, by_unit.holder
