-- title:   Look-ups that no recorded contact explains
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   explanation (event_id, looked_on, is_direct, is_group, is_referral, is_seen_near,
--          is_seen)
-- params:  $explained_days INTEGER
-- returns: event_id, raised_on, strength
-- why:     no contact of the user or of the agency near the look-up, no concern of another agency
--          before it. Stronger where no agency at all saw the child near it, or ever. It waits
--          $explained_days, for a contact may still be recorded.
select
    explanation.event_id,
    explanation.looked_on + $explained_days::integer as raised_on,
    (1 + (not explanation.is_seen_near)::integer + (not explanation.is_seen)::integer)::double
        as strength,
from explanation
where not (explanation.is_direct or explanation.is_group or explanation.is_referral)
order by explanation.event_id
