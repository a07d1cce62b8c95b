-- title:   Events of the year that official statistics count, by kind and source
-- grain:   one row per kind × source
-- key:     kind, source
-- uses:    none
-- reads:   episode (child_id, kind, started_on, source)
-- params:  $period_start DATE, $period_end DATE (both inclusive)
-- returns: kind, source, n_events, n_children, n_repeats
-- why:     n_repeats counts events within 365 days of an earlier one of the same child and kind
with
event as (
    select
        episode.child_id,
        episode.kind,
        coalesce(episode.source, 'none') as source,
        episode.started_on,
        lag(episode.started_on) over (
            partition by episode.child_id, episode.kind
            order by episode.started_on
        ) as earlier_on,
    from episode
    where episode.kind in ('referral', 'arrest', 'missing', 'prevent_referral')
)
select
    event.kind,
    event.source,
    count(*) as n_events,
    count(distinct event.child_id) as n_children,
    count(*) filter (where event.started_on - event.earlier_on <= 365) as n_repeats,
from event
where event.started_on between $period_start and $period_end
group by event.kind, event.source
order by event.kind, event.source
