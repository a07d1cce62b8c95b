-- title:   Who opened one child's entry, as its family would be told
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, agency, area_code, child_id, reason),
--          contact (child_id, agency, contacted_on)
-- params:  $child BIGINT, $explained_days INTEGER
-- returns: event_id, accessed_at, agency, area_code, reason, nearest_on
-- why:     the subject view names agency, place, time and stated reason, not the person; nearest_on
--          is the nearest contact of that agency, at most $explained_days away, or empty
select
    access_event.event_id,
    access_event.accessed_at,
    access_event.agency::varchar as agency,
    access_event.area_code::varchar as area_code,
    access_event.reason::varchar as reason,
    arg_min(
        contact.contacted_on,
        abs(contact.contacted_on - access_event.accessed_at::date)
    ) as nearest_on,
from access_event
left join contact
    on access_event.child_id = contact.child_id
    and access_event.agency::varchar = contact.agency::varchar
    and abs(contact.contacted_on - access_event.accessed_at::date) <= $explained_days::integer
where access_event.child_id = $child::bigint
group by
    access_event.event_id,
    access_event.accessed_at,
    access_event.agency,
    access_event.area_code,
    access_event.reason
order by access_event.event_id
