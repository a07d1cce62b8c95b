-- title:   Concerns with their kinds, and social care contacts, of each child
-- grain:   one row per concern contact, and per contact of social care
-- key:     none
-- uses:    none
-- reads:   contact (child_id, agency, contacted_on, is_concern, concern_type)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive), $first_on DATE,
--          $last_on DATE (both inclusive)
-- returns: child_id, day, agency, is_concern, concern_type
-- why:     how many agencies hold a concern about a child, of which kinds, and whether
--          social care knows it. The rows are those of timeline; a family that keeps away
--          is told by a draw, so they are counted in analysis.people. day counts from
--          1970-01-01, agency is its place among all by name, concern_type its place in the
--          schema, -1 none.
select
    contact.child_id,
    (contact.contacted_on - date '1970-01-01')::integer as day,
    enum_code(contact.agency::agency_name)::tinyint as agency,
    coalesce(contact.is_concern and contact.contacted_on >= $first_on, false) as is_concern,
    (
        coalesce(
            list_position(
                [
                    'neglect_or_abuse', 'domestic_abuse', 'exploitation', 'missing',
                    'self_harm', 'violence', 'extremism', 'substance'
                ],
                contact.concern_type
            ),
            0
        ) - 1
    )::tinyint as concern_type,
from contact
where
    contact.child_id between $first_child and $last_child
    and contact.contacted_on <= $last_on
    and (
        (contact.is_concern and contact.contacted_on >= $first_on)
        or contact.agency = 'social_care'
    )
