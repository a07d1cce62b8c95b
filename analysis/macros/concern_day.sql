-- title:   Days on which an agency recorded a concern about a child
-- grain:   one row per child_id × agency × on_day
-- key:     child_id, agency, on_day
-- uses:    none
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  first_on DATE, last_on DATE (both inclusive)
-- returns: child_id, agency, on_day
-- why:     several concern contacts of one agency with one child on one day are one;
--          a contact whose is_concern is empty is not a concern
create macro concern_day(first_on, last_on) as table
select distinct
    contact.child_id,
    contact.agency::agency_name as agency,
    contact.contacted_on as on_day,
from contact
where
    contact.is_concern
    and contact.contacted_on between first_on and last_on
