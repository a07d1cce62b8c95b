-- title:   Whether the user of one look-up shares a surname or postcode with the child
-- grain:   one row
-- key:     none
-- uses:    none
-- reads:   access_event (event_id, practitioner_id, child_id),
--          practitioner_identity (practitioner_id, surname, postcode),
--          child_identity (child_id, surname, postcode)
-- params:  $event BIGINT
-- returns: is_same_surname, is_same_postcode
-- why:     the names themselves are not shown: that they are the same is what matters
select
    bool_or(child_identity.surname = practitioner_identity.surname) as is_same_surname,
    bool_or(child_identity.postcode = practitioner_identity.postcode) as is_same_postcode,
from access_event
inner join practitioner_identity
    on access_event.practitioner_id = practitioner_identity.practitioner_id
inner join child_identity on access_event.child_id = child_identity.child_id
where access_event.event_id = $event::bigint
order by is_same_surname
