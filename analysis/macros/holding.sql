-- title:   For how long each concern day is the first that an agency holds
-- grain:   one row per child_id × agency × held_from
-- key:     child_id, agency, held_from
-- uses:    concern_day
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  period_start DATE, period_end DATE (both inclusive), window_days INTEGER
-- returns: child_id, agency, held_from, first_decision_on, last_decision_on
-- why:     on a decision day from first_decision_on to last_decision_on the agency's first
--          concern day inside the window is held_from. These spans of one agency and
--          child never overlap, so joining decisions to them cannot count a holder twice.
create macro holding(period_start, period_end, window_days) as table
select
    concern_day.child_id,
    concern_day.agency,
    concern_day.on_day as held_from,
    -- the day after, for the same day does not count; and not while an earlier day is first
    greatest(concern_day.on_day + 1, concern_day.earlier_on + window_days::integer + 1)
        as first_decision_on,
    concern_day.on_day + window_days::integer as last_decision_on,
from concern_day(period_start - window_days::integer, period_end) as concern_day
