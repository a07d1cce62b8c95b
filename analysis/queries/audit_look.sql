-- title:   One look-up, with what its user did that day and with that child
-- grain:   one row
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, agency, area_code, child_id,
--          reason)
-- params:  $event BIGINT
-- returns: event_id, accessed_at, practitioner_id, agency, area_code, child_id, reason,
--          n_that_day, n_of_child, n_days_of_child, n_viewers, n_councils_of_viewers
-- why:     the evidence beside a look-up: how many the user made that day, how often and on how
--          many days the user came to this child, and how many others did, from how many councils
with one as (
    select
        access_event.event_id,
        access_event.accessed_at,
        access_event.practitioner_id,
        access_event.agency,
        access_event.area_code,
        access_event.child_id,
        access_event.reason,
    from access_event
    where access_event.event_id = $event::bigint
),
of_user as (
    select
        count(*) filter (access_event.accessed_at::date = one.accessed_at::date) as n_that_day,
        count(*) filter (access_event.child_id = one.child_id) as n_of_child,
        count(distinct access_event.accessed_at::date) filter (
            access_event.child_id = one.child_id
        ) as n_days_of_child,
    from access_event
    inner join one on access_event.practitioner_id = one.practitioner_id
),
of_child as (
    select
        count(distinct access_event.practitioner_id) as n_viewers,
        count(distinct access_event.area_code) as n_councils_of_viewers,
    from access_event
    inner join one on access_event.child_id = one.child_id
)
select
    one.event_id,
    one.accessed_at,
    one.practitioner_id,
    one.agency,
    one.area_code,
    one.child_id,
    one.reason,
    of_user.n_that_day,
    of_user.n_of_child,
    of_user.n_days_of_child,
    of_child.n_viewers,
    of_child.n_councils_of_viewers,
from one
cross join of_user
cross join of_child
order by one.event_id
