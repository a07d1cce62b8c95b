-- title:   Look-ups by agency: all, first and repeat
-- grain:   one row per agency
-- key:     agency
-- uses:    none
-- reads:   access_event (practitioner_id, agency, child_id)
-- params:  none
-- returns: agency, n_lookups, n_users, n_first, n_repeat
-- why:     the agency is the kind of role that looks: practitioners have no other. The first
--          look-up of a child is its first by any user of that agency; a sign-in counts as
--          one user, whoever uses it.
select
    access_event.agency,
    count(*) as n_lookups,
    count(distinct access_event.practitioner_id) as n_users,
    count(distinct access_event.child_id) as n_first,
    count(*) - count(distinct access_event.child_id) as n_repeat,
from access_event
group by access_event.agency
order by access_event.agency
