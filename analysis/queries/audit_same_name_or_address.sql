-- title:   Look-ups of a child who has the user's surname or postcode
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, child_id),
--          practitioner_identity (practitioner_id, surname, postcode),
--          child_identity (child_id, surname, postcode)
-- params:  none
-- returns: event_id, raised_on, strength
-- why:     the rarer the name among the children looked up, the less it is a coincidence. The
--          strength adds, for a common surname and for a common postcode, the logarithm of how many
--          children there are for each who bears it.
with child as (
    select
        child_identity.child_id,
        child_identity.surname,
        child_identity.postcode,
    from child_identity
    semi join access_event on child_identity.child_id = access_event.child_id
),
size as (
    select count(*) as n_children from child
),
surname as (
    select child.surname, count(*) as n_named
    from child
    group by child.surname
),
alike as (
    select
        access_event.event_id,
        access_event.accessed_at::date as raised_on,
        child.surname,
        child.surname = practitioner_identity.surname as is_named_so,
        child.postcode = practitioner_identity.postcode as is_neighbour,
    from access_event
    inner join practitioner_identity
        on access_event.practitioner_id = practitioner_identity.practitioner_id
    inner join child on access_event.child_id = child.child_id
    where child.surname = practitioner_identity.surname
        or child.postcode = practitioner_identity.postcode
)
select
    alike.event_id,
    alike.raised_on,
    if(coalesce(alike.is_named_so, false), ln(size.n_children / surname.n_named), 0)
        + if(coalesce(alike.is_neighbour, false), ln(size.n_children), 0) as strength,
from alike
cross join size
left join surname on alike.surname = surname.surname
order by alike.event_id
