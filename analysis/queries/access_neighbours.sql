-- title:   Children who share the postcode of some
-- grain:   one row per home_id × child_id
-- key:     home_id, child_id
-- uses:    none
-- reads:   identity (child_id, postcode)
-- params:  $children BIGINT[]
-- returns: home_id, child_id
-- why:     misuse out of curiosity is about the children next door. A child is its own
--          neighbour, so that nobody is left without one.
with home as (
    select
        identity.child_id,
        identity.postcode,
    from identity
    where identity.child_id in (select unnest($children))
)
select
    home.child_id as home_id,
    identity.child_id,
from home
inner join identity
    on home.postcode = identity.postcode
order by home_id, identity.child_id
