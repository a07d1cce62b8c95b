-- title:   What a design asks of a child: its household, and whether it is shielded
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   child (child_id, household_id, is_shielded)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive)
-- returns: child_id, household_id, is_shielded
-- why:     a child without a household decides for itself, so it stands in its place; an
--          empty is_shielded is not shielded
select
    child.child_id,
    coalesce(child.household_id, child.child_id) as household_id,
    coalesce(child.is_shielded, false) as is_shielded,
from child
where child.child_id between $first_child and $last_child
