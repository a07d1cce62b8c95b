-- title:   Sharing needs: a decision at which another agency holds a concern
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    decision, holding
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  period_start DATE, period_end DATE (both inclusive), window_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days, ordinal
-- why:     held_days counts from the holder's first concern day inside the window;
--          ordinal counts the needs of one child, holder and seeker by day
create macro sharing_need(period_start, period_end, window_days) as table
with need as (
    select
        decision.child_id,
        decision.agency as seeker,
        holding.agency as holder,
        decision.decision_on,
        (decision.decision_on - holding.held_from)::integer as held_days,
    from decision(period_start, period_end) as decision
    inner join holding(period_start, period_end, window_days) as holding
        on
            decision.child_id = holding.child_id
            and decision.agency <> holding.agency
            and decision.decision_on
            between holding.first_decision_on and holding.last_decision_on
)
select
    need.child_id,
    need.seeker,
    need.holder,
    need.decision_on,
    need.held_days,
    row_number() over (
        partition by need.child_id, need.seeker, need.holder
        order by need.decision_on
    )::integer as ordinal,
from need
