-- title:   Sharing needs in the order of their file, still without ordinals
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    need_day
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $window_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days
-- why:     once in order, ordinals are counted in one pass as the file is written, which
--          saves the second sort of sharing_needs; a test holds the two together.
--          Agencies sort by name, as their type does.
select
    need_day.child_id,
    need_day.seeker,
    need_day.holder,
    need_day.decision_on,
    need_day.held_days,
from need_day($period_start, $period_end, $window_days) as need_day
order by
    need_day.child_id,
    need_day.seeker,
    need_day.holder,
    need_day.decision_on
