-- title:   How many children and sampling units the measures rest on
-- grain:   one row
-- key:     none
-- uses:    none
-- reads:   person (child_id, unit_id), need (child_id)
-- params:  none
-- returns: n_children, n_units, n_needs
-- why:     needs are counted before they are joined to children, so a lost child shows
select
    (select count(*) from person) as n_children,
    (select count(distinct person.unit_id) from person) as n_units,
    (select count(*) from need) as n_needs,
order by n_children
