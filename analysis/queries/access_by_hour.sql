-- title:   Look-ups by day of the week and hour
-- grain:   one row per weekday × hour
-- key:     weekday, hour
-- uses:    none
-- reads:   access_event (accessed_at)
-- params:  none
-- returns: weekday, hour, n_lookups
-- why:     weekday is 1 on Monday and 7 on Sunday; hour begins at the full hour, 0 to 23
select
    isodow(access_event.accessed_at)::tinyint as weekday,
    hour(access_event.accessed_at)::tinyint as hour,
    count(*) as n_lookups,
from access_event
group by isodow(access_event.accessed_at), hour(access_event.accessed_at)
order by weekday, hour
