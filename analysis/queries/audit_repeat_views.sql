-- title:   Repeat views of one child by one user without contacts of that user
-- grain:   one row per look-up
-- key:     event_id
-- uses:    none
-- reads:   explanation (event_id, looked_on, practitioner_id, child_id, is_direct)
-- params:  $explained_days INTEGER
-- returns: event_id, raised_on, strength
-- why:     a user who comes back to one child on several days with no contact near any of them. The
--          strength is the number of such days. It can be raised from the second day on, and waits
--          $explained_days, for a contact may still be recorded.
with undirected as (
    select
        explanation.event_id,
        explanation.looked_on,
        explanation.practitioner_id,
        explanation.child_id,
    from explanation
    where not explanation.is_direct and explanation.practitioner_id is not null
),
pair as (
    select
        undirected.practitioner_id,
        undirected.child_id,
        count(distinct undirected.looked_on) as n_days,
        min(undirected.looked_on) as first_on,
        list_sort(list_distinct(list(undirected.looked_on)))[2] as second_on,
    from undirected
    group by undirected.practitioner_id, undirected.child_id
    having count(distinct undirected.looked_on) > 1
)
select
    undirected.event_id,
    greatest(undirected.looked_on, pair.second_on) + $explained_days::integer as raised_on,
    pair.n_days::double as strength,
from undirected
inner join pair
    on undirected.practitioner_id = pair.practitioner_id
    and undirected.child_id = pair.child_id
order by undirected.event_id
