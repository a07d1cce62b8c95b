-- title:   Look-ups that a recorded contact explains
-- grain:   one row per agency
-- key:     agency
-- uses:    none
-- reads:   access_event (accessed_at, agency, child_id),
--          contact (child_id, agency, contacted_on)
-- params:  $explained_days INTEGER
-- returns: agency, n_lookups, n_explained
-- why:     explained is a look-up with a contact of that agency with that child at most
--          $explained_days before it or after it
with looked as (
    select
        access_event.agency::agency_name as agency,
        access_event.child_id,
        access_event.accessed_at::date as day,
    from access_event
),
met as (
    select
        contact.agency::agency_name as agency,
        contact.child_id,
        contact.contacted_on,
    from contact
),
explained as (
    select
        looked.agency,
        count(*) as n_explained,
    from looked
    semi join met
        on looked.child_id = met.child_id
        and looked.agency = met.agency
        and met.contacted_on between looked.day - $explained_days::integer
        and looked.day + $explained_days::integer
    group by looked.agency
),
counted as (
    select
        looked.agency,
        count(*) as n_lookups,
    from looked
    group by looked.agency
)
select
    counted.agency::varchar as agency,
    counted.n_lookups,
    coalesce(explained.n_explained, 0) as n_explained,
from counted
left join explained on counted.agency = explained.agency
order by counted.agency
