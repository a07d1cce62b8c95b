-- title:   Children whose viewers have nothing else to do with each other
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   access_event (event_id, accessed_at, practitioner_id, area_code, child_id)
-- params:  none
-- returns: event_id, raised_on, strength
-- why:     a graph of users and children, joined by look-ups. Two viewers of a child are tied if
--          they look in one council or have another child in common. The strength is the number of
--          viewers of the child with whom the user has no tie; from two on it is told, on the day
--          on which the second of them has looked.
with viewed as (
    select
        access_event.child_id,
        access_event.practitioner_id,
        any_value(access_event.area_code) as area_code,
        min(access_event.accessed_at::date) as first_on,
    from access_event
    where access_event.practitioner_id is not null
    group by access_event.child_id, access_event.practitioner_id
),
many as (
    select viewed.child_id
    from viewed
    group by viewed.child_id
    having count(distinct viewed.area_code) > 2
),
viewer as (
    select
        viewed.child_id,
        viewed.practitioner_id,
        viewed.area_code,
        viewed.first_on,
    from viewed
    semi join many on viewed.child_id = many.child_id
),
untied as (
    select
        one.child_id,
        one.practitioner_id,
        other.practitioner_id as other_id,
        other.first_on,
    from viewer as one
    inner join viewer as other
        on one.child_id = other.child_id
        and one.area_code <> other.area_code
),
pair as (
    select distinct
        least(untied.practitioner_id, untied.other_id) as one_id,
        greatest(untied.practitioner_id, untied.other_id) as other_id,
    from untied
),
in_common as (
    select
        pair.one_id,
        pair.other_id,
    from pair
    inner join viewed as one on pair.one_id = one.practitioner_id
    inner join viewed as other
        on pair.other_id = other.practitioner_id
        and one.child_id = other.child_id
    group by pair.one_id, pair.other_id
    having count(*) > 1
),
stranger as (
    select
        untied.child_id,
        untied.practitioner_id,
        count(*) as n_strangers,
        list_sort(list(untied.first_on))[2] as second_on,
    from untied
    anti join in_common
        on least(untied.practitioner_id, untied.other_id) = in_common.one_id
        and greatest(untied.practitioner_id, untied.other_id) = in_common.other_id
    group by untied.child_id, untied.practitioner_id
    having count(*) > 1
)
select
    access_event.event_id,
    greatest(access_event.accessed_at::date, stranger.second_on) as raised_on,
    stranger.n_strangers::double as strength,
from access_event
inner join stranger
    on access_event.child_id = stranger.child_id
    and access_event.practitioner_id = stranger.practitioner_id
order by access_event.event_id
