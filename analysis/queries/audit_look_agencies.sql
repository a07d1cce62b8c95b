-- title:   Agencies that had contact with one child, as an entry would name them
-- grain:   one row per agency
-- key:     agency
-- uses:    none
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  $child BIGINT
-- returns: agency, n_contacts, first_on, last_on, n_concerns
-- why:     an entry names agencies; whether it names one is up to the design
select
    contact.agency::varchar as agency,
    count(*) as n_contacts,
    min(contact.contacted_on) as first_on,
    max(contact.contacted_on) as last_on,
    count(*) filter (contact.is_concern) as n_concerns,
from contact
where contact.child_id = $child::bigint
group by contact.agency
order by agency
