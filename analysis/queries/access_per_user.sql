-- title:   Users by how often they looked
-- grain:   one row per number of look-ups
-- key:     n_lookups
-- uses:    none
-- reads:   access_event (practitioner_id)
-- params:  none
-- returns: n_lookups, n_users
-- why:     a distribution, for means hide the few who look a great deal; look-ups that name
--          no practitioner are left out
with each as (
    select
        access_event.practitioner_id,
        count(*) as n_lookups,
    from access_event
    where access_event.practitioner_id is not null
    group by access_event.practitioner_id
)
select
    each.n_lookups,
    count(*) as n_users,
from each
group by each.n_lookups
order by each.n_lookups
