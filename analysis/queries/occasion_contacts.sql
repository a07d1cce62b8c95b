-- title:   Contacts that are an occasion to look a child up, and those that tell its state
-- grain:   one row per contact
-- key:     none
-- uses:    none
-- reads:   contact (child_id, agency, area_code, contacted_on, is_concern)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive), $first_on DATE,
--          $period_start DATE, $last_on DATE (all inclusive)
-- returns: child_id, day, agency, area_code, is_concern
-- why:     every contact of the period is part of an occasion. Before it, concerns from
--          first_on count towards the agencies that hold one, and a social care contact of
--          any day shows that the child is known. day counts from 1970-01-01, agency is its
--          place among all by name. Left in the order of the files, as timeline is.
select
    contact.child_id,
    (contact.contacted_on - date '1970-01-01')::integer as day,
    enum_code(contact.agency::agency_name)::tinyint as agency,
    contact.area_code,
    coalesce(contact.is_concern and contact.contacted_on >= $first_on, false) as is_concern,
from contact
where
    contact.child_id between $first_child and $last_child
    and contact.contacted_on <= $last_on
    and (
        contact.contacted_on >= $period_start
        or (contact.is_concern and contact.contacted_on >= $first_on)
        or contact.agency = 'social_care'
    )
