-- title:   Children whom an agency met in a council
-- grain:   one row per area_code × agency
-- key:     area_code, agency
-- uses:    none
-- reads:   contact (child_id, agency, area_code, contacted_on)
-- params:  $period_start DATE, $period_end DATE
-- returns: area_code, agency, n_children
-- why:     a council's look-ups are told only where enough children stand behind them; the
--          council is that of the contact, where the child may not live
select
    contact.area_code,
    contact.agency,
    count(distinct contact.child_id) as n_children,
from contact
where contact.area_code is not null
    and contact.contacted_on between $period_start and $period_end
group by contact.area_code, contact.agency
order by contact.area_code, contact.agency
