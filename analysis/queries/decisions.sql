-- title:   Decisions by agency
-- grain:   one row per agency
-- key:     agency
-- uses:    decision
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  $period_start DATE, $period_end DATE (both inclusive)
-- returns: agency, n_decisions, n_children
-- why:     how often each agency met a child with a concern; children count once per agency
select
    decision.agency::varchar as agency,
    count(*) as n_decisions,
    count(distinct decision.child_id) as n_children,
from decision($period_start, $period_end) as decision
group by decision.agency
order by decision.agency
