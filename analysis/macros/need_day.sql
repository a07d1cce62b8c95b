-- title:   Decisions at which another agency holds a concern
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    holding
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  period_start DATE, period_end DATE (both inclusive), window_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days
-- why:     held_days counts from the holder's first concern day inside the window.
--          A concern day of the period is a decision (macro decision); it is taken from
--          the spans, which hold every concern day, so that contacts are read once.
create macro need_day(period_start, period_end, window_days) as table
with held as materialized (
    select
        holding.child_id,
        holding.agency,
        holding.held_from,
        holding.first_decision_on,
        holding.last_decision_on,
    from holding(period_start, period_end, window_days) as holding
)
select
    decision.child_id,
    decision.agency as seeker,
    held.agency as holder,
    decision.held_from as decision_on,
    (decision.held_from - held.held_from)::integer as held_days,
from held as decision
inner join held
    on
        decision.child_id = held.child_id
        and decision.agency <> held.agency
        and decision.held_from between held.first_decision_on and held.last_decision_on
where decision.held_from >= period_start
