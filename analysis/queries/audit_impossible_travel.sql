-- title:   One sign-in used in two councils within too short a time
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, area_code)
-- params:  $travel_minutes DOUBLE
-- returns: event_id, raised_on, strength
-- why:     two look-ups in a row under one sign-in, in two councils, less than $travel_minutes
--          apart; both are told, for either may be the owner's. Stronger the less time there was.
with beside as (
    select
        access_event.event_id,
        access_event.accessed_at,
        access_event.area_code,
        lag(access_event.accessed_at) over steps as before_at,
        lag(access_event.area_code) over steps as before_code,
        lead(access_event.accessed_at) over steps as after_at,
        lead(access_event.area_code) over steps as after_code,
    from access_event
    where access_event.practitioner_id is not null
    window steps as (
        partition by access_event.practitioner_id
        order by access_event.accessed_at, access_event.event_id
    )
),
gap as (
    select
        beside.event_id,
        beside.accessed_at,
        beside.after_at,
        if(
            beside.before_code <> beside.area_code,
            epoch(beside.accessed_at) - epoch(beside.before_at),
            null
        ) as since,
        if(
            beside.after_code <> beside.area_code,
            epoch(beside.after_at) - epoch(beside.accessed_at),
            null
        ) as until,
    from beside
)
select
    gap.event_id,
    if(gap.since < 60 * $travel_minutes, gap.accessed_at, gap.after_at)::date as raised_on,
    60 * $travel_minutes / (1 + least(gap.since, gap.until)) as strength,
from gap
where least(gap.since, gap.until) < 60 * $travel_minutes
order by gap.event_id
