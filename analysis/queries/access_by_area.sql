-- title:   Look-ups by the council where they were made
-- grain:   one row per area_code
-- key:     area_code
-- uses:    none
-- reads:   access_event (practitioner_id, area_code, child_id)
-- params:  none
-- returns: area_code, n_lookups, n_users, n_children
-- why:     where somebody looked, which need not be where the child lives
select
    coalesce(access_event.area_code, 'not_recorded') as area_code,
    count(*) as n_lookups,
    count(distinct access_event.practitioner_id) as n_users,
    count(distinct access_event.child_id) as n_children,
from access_event
group by coalesce(access_event.area_code, 'not_recorded')
order by coalesce(access_event.area_code, 'not_recorded')
