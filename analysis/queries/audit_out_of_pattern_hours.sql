-- title:   Look-ups in the hours in which the agency hardly looks
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, agency)
-- params:  $rare_hours_share DOUBLE
-- returns: event_id, raised_on, strength
-- why:     hours of weekdays and of weekends, of each agency, from the emptiest on, as long as they
--          hold no more than $rare_hours_share of its look-ups together. Stronger the emptier.
with hour as (
    select
        access_event.agency,
        extract(isodow from access_event.accessed_at) > 5 as is_weekend,
        extract(hour from access_event.accessed_at) as hour,
        count(*) as n_lookups,
    from access_event
    group by access_event.agency, is_weekend, hour
),
ranked as (
    select
        hour.agency,
        hour.is_weekend,
        hour.hour,
        hour.n_lookups / sum(hour.n_lookups) over (partition by hour.agency) as share,
        sum(hour.n_lookups) over (
            partition by hour.agency
            order by hour.n_lookups, hour.is_weekend, hour.hour
        ) / sum(hour.n_lookups) over (partition by hour.agency) as share_so_far,
    from hour
)
select
    access_event.event_id,
    access_event.accessed_at::date as raised_on,
    -ln(ranked.share) as strength,
from access_event
inner join ranked
    on access_event.agency = ranked.agency
    and (extract(isodow from access_event.accessed_at) > 5) = ranked.is_weekend
    and extract(hour from access_event.accessed_at) = ranked.hour
where ranked.share_so_far <= $rare_hours_share
order by access_event.event_id
