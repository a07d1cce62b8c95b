-- title:   How far children get: not seen, seen by one, by several, shared, still open
-- grain:   one row per step
-- key:     step
-- uses:    child_chance
-- reads:   person (child_id, unit_id, need_tier, n_agencies), need (child_id, seeker, holder,
--          decision_on, held_days, ordinal, is_open_case, n_open)
-- params:  $tiers VARCHAR[], $practice STRUCT[], $open_case STRUCT
-- returns: step, n_everyone, everyone_everyone, least, central, most, least_least,
--          central_central, most_most, least_everyone, central_everyone, most_everyone
-- why:     every child is in one step; a child with needs is shared by practice with the
--          chance that none of its needs is a gap and stays open with the rest. least and
--          most count the children of the step when gaps are fewest and most frequent; the
--          sums of products over households give the sampling interval of their share.
with child as (
    select
        person.unit_id,
        case
            when person.n_agencies = 0 then 'not_seen'
            when person.n_agencies = 1 then 'seen_by_one'
            when child_chance.child_id is null then 'nothing_to_share'
        end as step,
        child_chance.gap_least,
        child_chance.gap_central,
        child_chance.gap_most,
    from person
    left join child_chance($practice, $open_case) as child_chance
        on person.child_id = child_chance.child_id
    where list_contains($tiers, person.need_tier)
),
placed as (
    select child.unit_id, child.step, 1.0 as least, 1.0 as central, 1.0 as most
    from child
    where child.step is not null
    union all
    select
        child.unit_id,
        'shared_by_practice' as step,
        1 - child.gap_least as least,
        1 - child.gap_central as central,
        1 - child.gap_most as most,
    from child
    where child.step is null
    union all
    select
        child.unit_id,
        'gap_remains' as step,
        child.gap_least as least,
        child.gap_central as central,
        child.gap_most as most,
    from child
    where child.step is null
),
everyone as (
    select
        child.unit_id,
        count(*)::double as children,
    from child
    group by child.unit_id
),
by_unit as (
    select
        placed.step,
        placed.unit_id,
        sum(placed.least)::double as least,
        sum(placed.central)::double as central,
        sum(placed.most)::double as most,
    from placed
    group by placed.step, placed.unit_id
)
select
    by_unit.step,
    (select sum(everyone.children) from everyone)::bigint as n_everyone,
    (select sum(everyone.children * everyone.children) from everyone) as everyone_everyone,
    sum(by_unit.least) as least,
    sum(by_unit.central) as central,
    sum(by_unit.most) as most,
    sum(by_unit.least * by_unit.least) as least_least,
    sum(by_unit.central * by_unit.central) as central_central,
    sum(by_unit.most * by_unit.most) as most_most,
    sum(by_unit.least * everyone.children) as least_everyone,
    sum(by_unit.central * everyone.children) as central_everyone,
    sum(by_unit.most * everyone.children) as most_everyone,
from by_unit
inner join everyone on by_unit.unit_id = everyone.unit_id
group by by_unit.step
order by by_unit.step
