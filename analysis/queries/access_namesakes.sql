-- title:   Children who share the surname of some
-- grain:   one row per home_id × child_id
-- key:     home_id, child_id
-- uses:    none
-- reads:   identity (child_id, surname)
-- params:  $children BIGINT[]
-- returns: home_id, child_id
-- why:     misuse about relatives is often about children with one's own surname. A child is its
--          own namesake, so that nobody is left without one.
with home as (
    select
        identity.child_id,
        identity.surname,
    from identity
    where identity.child_id in (select unnest($children))
)
select
    home.child_id as home_id,
    identity.child_id,
from home
inner join identity
    on home.surname = identity.surname
order by home_id, identity.child_id
