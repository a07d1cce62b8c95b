-- title:   Sharing needs: a decision at which another agency holds a concern
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    need_day
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  period_start DATE, period_end DATE (both inclusive), window_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days, ordinal
-- why:     ordinal counts the needs of one child, holder and seeker by day
create macro sharing_need(period_start, period_end, window_days) as table
select
    need_day.child_id,
    need_day.seeker,
    need_day.holder,
    need_day.decision_on,
    need_day.held_days,
    row_number() over (
        partition by need_day.child_id, need_day.seeker, need_day.holder
        order by need_day.decision_on
    )::integer as ordinal,
from need_day(period_start, period_end, window_days) as need_day
