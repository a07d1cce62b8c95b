-- title:   Days on which an agency recorded a concern about a child
-- grain:   one row per child_id × agency × on_day
-- key:     child_id, agency, on_day
-- uses:    concern
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  first_on DATE, last_on DATE (both inclusive)
-- returns: child_id, agency, on_day, earlier_on
-- why:     several concern contacts of one agency with one child on one day are one: those
--          after the first have that same day before them and are dropped. earlier_on is
--          the agency's concern day before this one, empty for the first since first_on.
create macro concern_day(first_on, last_on) as table
select
    concern.child_id,
    concern.agency,
    concern.on_day,
    lag(concern.on_day) over by_agency as earlier_on,
from concern(first_on, last_on) as concern
window by_agency as (partition by concern.child_id, concern.agency order by concern.on_day)
qualify earlier_on is distinct from on_day
