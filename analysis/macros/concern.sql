-- title:   Contacts that record a concern
-- grain:   one row per concern contact
-- key:     none
-- uses:    none
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  first_on DATE, last_on DATE (both inclusive)
-- returns: child_id, agency, on_day
-- why:     a contact whose is_concern is empty is not a concern
create macro concern(first_on, last_on) as table
select
    contact.child_id,
    contact.agency::agency_name as agency,
    contact.contacted_on as on_day,
from contact
where
    contact.is_concern
    and contact.contacted_on between first_on and last_on
