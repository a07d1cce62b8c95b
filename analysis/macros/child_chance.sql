-- title:   The chance that a child has a gap, and that it is never put together
-- grain:   one row per child_id with at least one need
-- key:     child_id
-- uses:    need_chance
-- reads:   need (child_id, seeker, holder, decision_on, held_days, ordinal, is_open_case, n_open)
-- params:  practice STRUCT[], open_case STRUCT, as in need_chance
-- returns: child_id, gap_least, gap_central, gap_most, never_least, never_central, never_most
-- why:     a child has no gap only if the first need of every seeker and holder is met, for
--          what was learned stays known. It is never put together if all attempts fail.
create macro child_chance(practice, open_case) as table
select
    need_chance.child_id,
    1 - product(1 - need_chance.gap_least) filter (need_chance.ordinal = 1) as gap_least,
    1 - product(1 - need_chance.gap_central) filter (need_chance.ordinal = 1) as gap_central,
    1 - product(1 - need_chance.gap_most) filter (need_chance.ordinal = 1) as gap_most,
    product(need_chance.missed_least) as never_least,
    product(need_chance.missed_central) as never_central,
    product(need_chance.missed_most) as never_most,
from need_chance(practice, open_case) as need_chance
group by need_chance.child_id
