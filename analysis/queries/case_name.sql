-- title:   The invented name of one child
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   identity (child_id, forename, surname)
-- params:  $first_child INTEGER, $last_child INTEGER (both inclusive)
-- returns: child_id, forename, surname
-- why:     the case view alone asks for names, and only where they are invented
select
    identity.child_id,
    identity.forename,
    identity.surname,
from identity
where identity.child_id between $first_child and $last_child
order by identity.child_id
