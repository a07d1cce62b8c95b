-- title:   The busiest second, minute and hour of the log
-- grain:   one row per span
-- key:     span
-- uses:    none
-- reads:   access_event (accessed_at)
-- params:  none
-- returns: span, began_at, n_lookups
-- why:     what a system must bear; the first where several are equally busy
with each_second as (
    select
        date_trunc('second', access_event.accessed_at) as began_at,
        count(*) as n_lookups,
    from access_event
    group by date_trunc('second', access_event.accessed_at)
),
spans as (
    select
        'second' as span,
        each_second.began_at,
        each_second.n_lookups,
    from each_second
    union all
    select
        'minute' as span,
        date_trunc('minute', each_second.began_at) as began_at,
        sum(each_second.n_lookups) as n_lookups,
    from each_second
    group by date_trunc('minute', each_second.began_at)
    union all
    select
        'hour' as span,
        date_trunc('hour', each_second.began_at) as began_at,
        sum(each_second.n_lookups) as n_lookups,
    from each_second
    group by date_trunc('hour', each_second.began_at)
)
select
    spans.span,
    first(spans.began_at order by spans.n_lookups desc, spans.began_at) as began_at,
    max(spans.n_lookups)::bigint as n_lookups,
from spans
group by spans.span
order by spans.span
