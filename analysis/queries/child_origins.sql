-- title:   What else may make records of a child worse
-- grain:   one row per child_id
-- key:     child_id
-- uses:    none
-- reads:   child (child_id, name_origin, is_looked_after)
-- params:  none
-- returns: child_id, name_origin, is_looked_after
-- why:     where the family's names come from, and whether the child is looked after: groups
--          whose records link less often, beside those that screens offer. Order as in people.
select
    child.child_id,
    child.name_origin,
    child.is_looked_after,
from child
order by child.child_id
