-- title:   Look-ups on a day on which the user made far more of them than peers do
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, agency)
-- params:  $volume_ratio DOUBLE
-- returns: event_id, raised_on, strength
-- why:     peers are the users of one agency on days on which they look at all; the strength is the
--          user's number that day over their mean. From $volume_ratio on it is told.
with each as (
    select
        access_event.practitioner_id,
        access_event.agency,
        access_event.accessed_at::date as looked_on,
        count(*) as n_lookups,
    from access_event
    where access_event.practitioner_id is not null
    group by access_event.practitioner_id, access_event.agency, looked_on
),
peer as (
    select
        each.agency,
        avg(each.n_lookups) as mean,
    from each
    group by each.agency
),
busy as (
    select
        each.practitioner_id,
        each.agency,
        each.looked_on,
        each.n_lookups / peer.mean as strength,
    from each
    inner join peer on each.agency = peer.agency
    where each.n_lookups >= $volume_ratio * peer.mean
)
select
    access_event.event_id,
    busy.looked_on as raised_on,
    busy.strength,
from access_event
inner join busy
    on access_event.practitioner_id = busy.practitioner_id
    and access_event.agency = busy.agency
    and access_event.accessed_at::date = busy.looked_on
order by access_event.event_id
