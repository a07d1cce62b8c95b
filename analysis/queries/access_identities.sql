-- title:   What some children are called, and where they live
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   identity (child_id, surname, postcode)
-- params:  $children BIGINT[]
-- returns: child_id, surname, postcode
-- why:     practitioners of a log get the surname of one child of their council, and the postcode
--          of another, so that namesakes are as frequent among them as in life
select
    identity.child_id,
    identity.surname,
    identity.postcode,
from identity
where identity.child_id in (select unnest($children))
order by identity.child_id
