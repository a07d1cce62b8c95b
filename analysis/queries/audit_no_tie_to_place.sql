-- title:   Look-ups made in a council where nobody is on record to have seen the child
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   explanation (event_id, looked_on, is_seen_near, is_seen_here)
-- params:  $explained_days INTEGER
-- returns: event_id, raised_on, strength
-- why:     no contact of any agency with the child took place in the council of the look-up.
--          Stronger where the child was seen elsewhere near that day. It waits $explained_days, for
--          a contact may still be recorded.
select
    explanation.event_id,
    explanation.looked_on + $explained_days::integer as raised_on,
    (1 + explanation.is_seen_near::integer)::double as strength,
from explanation
where not explanation.is_seen_here
order by explanation.event_id
