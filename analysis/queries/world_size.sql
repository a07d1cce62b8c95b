-- title:   How many children and sampling units the measures rest on
-- grain:   one row
-- key:     none
-- uses:    none
-- reads:   person (child_id, unit_id), need (child_id)
-- params:  none
-- returns: n_children, n_units, n_needs, n_lost
-- why:     n_lost counts the needs whose child is not in table child: no measure holds them
select
    (select count(*) from person) as n_children,
    (select count(distinct person.unit_id) from person) as n_units,
    (select count(*) from need) as n_needs,
    (
        select count(*) from need
        anti join person on need.child_id = person.child_id
    ) as n_lost,
order by n_children
