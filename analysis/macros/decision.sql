-- title:   Decisions: days of the period on which an agency met a child with a concern
-- grain:   one row per child_id × agency × decision_on
-- key:     child_id, agency, decision_on
-- uses:    concern_day
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  period_start DATE, period_end DATE (both inclusive)
-- returns: child_id, agency, decision_on
-- why:     routine contacts start no decision; contacts before the period are past only
create macro decision(period_start, period_end) as table
select
    concern_day.child_id,
    concern_day.agency,
    concern_day.on_day as decision_on,
from concern_day(period_start, period_end) as concern_day
