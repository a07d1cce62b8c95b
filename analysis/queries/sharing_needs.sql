-- title:   Sharing needs, one by one
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    sharing_need
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $window_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days, ordinal
-- why:     agencies sort by name, as their type does; held_days and ordinal follow from the key
select
    sharing_need.child_id,
    sharing_need.seeker,
    sharing_need.holder,
    sharing_need.decision_on,
    sharing_need.held_days,
    sharing_need.ordinal,
from sharing_need($period_start, $period_end, $window_days) as sharing_need
order by
    sharing_need.child_id,
    sharing_need.seeker,
    sharing_need.holder,
    sharing_need.decision_on
