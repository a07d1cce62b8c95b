-- title:   How well each agency's record describes each child
-- grain:   one row per child_id × agency
-- key:     child_id, agency
-- uses:    none
-- reads:   registration (child_id, agency, quality, has_identifier)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive)
-- returns: child_id, agency, quality, has_identifier
-- why:     agency is its place among all by name; quality is 0 exact, 1 variant, 2 stale,
--          3 wrong, the order of the schema. An empty one is read as exact, an empty
--          has_identifier as none. An agency that the reference list lacks can't hold a
--          concern, so its records are left out; trying a cast takes half the time of casting.
select
    registration.child_id,
    enum_code(try_cast(registration.agency as agency_name))::tinyint as agency,
    (
        case registration.quality
            when 'variant' then 1
            when 'stale' then 2
            when 'wrong' then 3
            else 0
        end
    )::tinyint as quality,
    coalesce(registration.has_identifier, false) as has_identifier,
from registration
where
    registration.child_id between $first_child and $last_child
    and try_cast(registration.agency as agency_name) is not null
