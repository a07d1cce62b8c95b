-- title:   What recorded contacts say of each look-up
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, agency, area_code, child_id),
--          contact (child_id, agency, area_code, contacted_on, is_concern, practitioner_id)
-- params:  $explained_days INTEGER
-- returns: event_id, looked_on, practitioner_id, child_id, is_direct, is_group, is_referral,
--          is_seen_near, is_seen_here, is_seen
-- why:     explanation-based auditing: direct is a contact of the very user with the child, group
--          one of the user's agency, at most $explained_days before or after; referral a concern
--          of another agency at most $explained_days before. Contacts are read once.
--          A place that was not recorded may be any.
with looked as (
    select
        access_event.event_id,
        access_event.accessed_at::date as looked_on,
        access_event.practitioner_id,
        access_event.agency::agency_name as agency,
        access_event.area_code,
        access_event.child_id,
    from access_event
),
met as (
    select
        contact.child_id,
        contact.agency::agency_name as agency,
        contact.area_code,
        contact.contacted_on,
        contact.is_concern,
        contact.practitioner_id,
    from contact
),
found as (
    select
        looked.event_id,
        max((
            met.practitioner_id = looked.practitioner_id
            and abs(met.contacted_on - looked.looked_on) <= $explained_days::integer
        )::tinyint) as direct,
        max((
            met.agency = looked.agency
            and abs(met.contacted_on - looked.looked_on) <= $explained_days::integer
        )::tinyint) as of_group,
        max((
            met.is_concern
            and met.agency <> looked.agency
            and looked.looked_on - met.contacted_on between 0 and $explained_days::integer
        )::tinyint) as referral,
        max((
            abs(met.contacted_on - looked.looked_on) <= $explained_days::integer
        )::tinyint) as near,
        max(coalesce(met.area_code = looked.area_code, true)::tinyint) as here,
    from looked
    inner join met on looked.child_id = met.child_id
    group by looked.event_id
)
select
    looked.event_id,
    looked.looked_on,
    looked.practitioner_id,
    looked.child_id,
    coalesce(found.direct = 1, false) as is_direct,
    coalesce(found.of_group = 1, false) as is_group,
    coalesce(found.referral = 1, false) as is_referral,
    coalesce(found.near = 1, false) as is_seen_near,
    coalesce(found.here = 1, looked.area_code is null) as is_seen_here,
    found.event_id is not null as is_seen,
from looked
left join found on looked.event_id = found.event_id
order by looked.event_id
