-- title:   Recorded contacts with the child of one look-up, by agency
-- grain:   one row per agency
-- key:     agency
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, area_code, child_id),
--          contact (child_id, agency, area_code, contacted_on, is_concern, practitioner_id)
-- params:  $event BIGINT, $explained_days INTEGER
-- returns: agency, n_contacts, n_near, n_concerns_before, n_by_user, n_here, nearest_days
-- why:     what a reviewer holds a look-up against: contacts in the year, those at most
--          $explained_days away, concerns in as many days before it, contacts of the very user and
--          in the council of the look-up; nearest_days is negative for a contact before it
with one as (
    select
        access_event.accessed_at::date as looked_on,
        access_event.practitioner_id,
        access_event.area_code,
        access_event.child_id,
    from access_event
    where access_event.event_id = $event::bigint
),
met as (
    select
        contact.agency::varchar as agency,
        contact.contacted_on - one.looked_on as days,
        contact.is_concern,
        coalesce(contact.practitioner_id = one.practitioner_id, false) as is_by_user,
        coalesce(contact.area_code = one.area_code, false) as is_here,
    from contact
    inner join one on contact.child_id = one.child_id
)
select
    met.agency,
    count(*) as n_contacts,
    count(*) filter (abs(met.days) <= $explained_days::integer) as n_near,
    count(*) filter (
        met.is_concern and met.days between -$explained_days::integer and 0
    ) as n_concerns_before,
    count(*) filter (met.is_by_user) as n_by_user,
    count(*) filter (met.is_here) as n_here,
    arg_min(met.days, abs(met.days) * 2 + (met.days > 0)::integer) as nearest_days,
from met
group by met.agency
order by met.agency
