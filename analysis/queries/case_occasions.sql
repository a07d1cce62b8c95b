-- title:   One child's contacts, day by day
-- grain:   one row per child_id × contacted_on × agency
-- key:     child_id, contacted_on, agency
-- uses:    none
-- reads:   contact (child_id, agency, area_code, contacted_on, is_concern, concern_type),
--          area (area_code, area_name)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive)
-- returns: child_id, contacted_on, agency, n_contacts, n_concerns, concern_types, area_names
-- why:     what an agency did with a child on one day falls together: it is one occasion to
--          look the child up, and a decision if a concern is among it. Kinds of concern and
--          places are lists with commas, in order and each once; empty where none is recorded.
select
    contact.child_id,
    contact.contacted_on,
    contact.agency,
    count(*)::integer as n_contacts,
    (count(*) filter (where contact.is_concern))::integer as n_concerns,
    coalesce(
        string_agg(distinct contact.concern_type, ',' order by contact.concern_type)
        filter (where contact.is_concern),
        ''
    ) as concern_types,
    coalesce(
        string_agg(distinct area.area_name, ', ' order by area.area_name),
        ''
    ) as area_names,
from contact
left join area on contact.area_code = area.area_code
where contact.child_id between $first_child and $last_child
group by contact.child_id, contact.contacted_on, contact.agency
order by contact.child_id, contact.contacted_on, contact.agency
