-- title:   Days on which social care had any contact with a child
-- grain:   one row per child_id × on_day
-- key:     child_id, on_day
-- uses:    none
-- reads:   contact (child_id, agency, contacted_on)
-- params:  first_on DATE, last_on DATE (both inclusive)
-- returns: child_id, on_day
-- why:     any contact counts, routine or not: it shows that a case is open
create macro social_care_day(first_on, last_on) as table
select distinct
    contact.child_id,
    contact.contacted_on as on_day,
from contact
where
    contact.agency = 'social_care'
    and contact.contacted_on between first_on and last_on
