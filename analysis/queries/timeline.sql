-- title:   Concerns and social care contacts of each child
-- grain:   one row per concern contact, and per contact of social care
-- key:     none
-- uses:    none
-- reads:   contact (child_id, agency, area_code, contacted_on, is_concern)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive), $first_on DATE,
--          $last_on DATE (both inclusive)
-- returns: child_id, day, agency, area_code, is_concern
-- why:     whether a need is met depends on these rows alone. Concerns count from first_on;
--          a social care contact of any day up to last_on shows that a child is known.
--          day counts from 1970-01-01, agency is its place among all by name. Left in the
--          order of the files, by child and day: sorting here would take longer than all
--          the rest.
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
        (contact.is_concern and contact.contacted_on >= $first_on)
        or contact.agency = 'social_care'
    )
