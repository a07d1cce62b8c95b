-- title:   How often some children were met
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   contact (child_id, contacted_on)
-- params:  $children BIGINT[], $first_on DATE, $last_on DATE (both inclusive)
-- returns: child_id, n_contacts
-- why:     a child about whom nobody holds a concern is a case to look at only where there
--          were contacts; children without any are left out
select
    contact.child_id,
    count(*)::integer as n_contacts,
from contact
where
    contact.child_id in (select unnest($children))
    and contact.contacted_on between $first_on and $last_on
group by contact.child_id
order by contact.child_id
