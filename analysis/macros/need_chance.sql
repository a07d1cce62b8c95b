-- title:   The chance that each need stays a gap when practice alone meets needs
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    none
-- reads:   need (child_id, seeker, holder, decision_on, held_days, ordinal, is_open_case,
--          n_open)
-- params:  practice STRUCT[] (seeker, holder, low, central, high: the chance b that practice
--          meets a need), open_case STRUCT (low, central, high: the uplift in an open case)
-- returns: child_id, seeker, holder, decision_on, held_days, ordinal, gap_least,
--          gap_central, gap_most, missed_least, missed_central, missed_most
-- why:     what was learned stays known, so the need with ordinal j is a gap only if all of
--          the first j attempts failed: (1 - b)^j x (1 - uplift)^(attempts in an open case).
--          missed is the chance that this one attempt fails.
--          least takes the high ends of the assumptions, most the low ends.
create macro need_chance(practice, open_case) as table
with chance as (
    select
        given.pair.seeker::agency_name as seeker,
        given.pair.holder::agency_name as holder,
        given.pair.low::double as low,
        given.pair.central::double as central,
        given.pair.high::double as high,
    from (select unnest(practice) as pair) as given
)
select
    need.child_id,
    need.seeker,
    need.holder,
    need.decision_on,
    need.held_days,
    need.ordinal,
    pow(1 - chance.high, need.ordinal) * pow(1 - struct_extract(open_case, 'high'), need.n_open)
        as gap_least,
    pow(1 - chance.central, need.ordinal) * pow(1 - struct_extract(open_case, 'central'), need.n_open)
        as gap_central,
    pow(1 - chance.low, need.ordinal) * pow(1 - struct_extract(open_case, 'low'), need.n_open)
        as gap_most,
    (1 - chance.high) * if(need.is_open_case, 1 - struct_extract(open_case, 'high'), 1)
        as missed_least,
    (1 - chance.central) * if(need.is_open_case, 1 - struct_extract(open_case, 'central'), 1)
        as missed_central,
    (1 - chance.low) * if(need.is_open_case, 1 - struct_extract(open_case, 'low'), 1)
        as missed_most,
from need
inner join chance on need.seeker = chance.seeker and need.holder = chance.holder
