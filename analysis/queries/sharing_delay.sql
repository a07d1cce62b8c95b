-- title:   For how many days the holder had held a concern
-- grain:   one row per held_days
-- key:     held_days
-- uses:    need_chance
-- reads:   need (child_id, seeker, holder, decision_on, held_days, ordinal, is_open_case, n_open)
-- params:  $practice STRUCT[], $open_case STRUCT
-- returns: held_days, n_needs, gaps_least, gaps_central, gaps_most
-- why:     days from the holder's first concern inside the window to the decision
select
    need_chance.held_days::integer as held_days,
    count(*) as n_needs,
    sum(need_chance.gap_least) as gaps_least,
    sum(need_chance.gap_central) as gaps_central,
    sum(need_chance.gap_most) as gaps_most,
from need_chance($practice, $open_case) as need_chance
group by need_chance.held_days
order by need_chance.held_days
