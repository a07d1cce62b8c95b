-- title:   Hospital attendances of the youngest children in the year
-- grain:   one row
-- key:     none
-- uses:    none
-- reads:   child (child_id, born_on), contact (child_id, agency, contacted_on)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $mid_year DATE
-- returns: n_children, n_attendances
-- why:     a hospital contact stands for an emergency attendance; ages 0 to 4 at mid-year
with
young as (
    select child.child_id
    from child
    where date_sub('year', child.born_on, $mid_year) < 5
)
select
    (select count(*) from young) as n_children,
    count(*) as n_attendances,
from contact
inner join young on contact.child_id = young.child_id
where contact.agency = 'hospital' and contact.contacted_on between $period_start and $period_end
order by n_children
