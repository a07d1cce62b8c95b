-- title:   Look-ups by what explains them
-- grain:   one row
-- key:     none
-- uses:    none
-- reads:   explanation (is_direct, is_group, is_referral)
-- params:  none
-- returns: n_lookups, n_direct, n_group, n_referral, n_none
-- why:     each look-up counts once, by the first that holds: a contact of the very user, one of
--          the agency, a concern of another agency before; else nothing explains it
select
    count(*) as n_lookups,
    count(*) filter (explanation.is_direct) as n_direct,
    count(*) filter (explanation.is_group and not explanation.is_direct) as n_group,
    count(*) filter (
        explanation.is_referral and not (explanation.is_group or explanation.is_direct)
    ) as n_referral,
    count(*) filter (
        not (explanation.is_direct or explanation.is_group or explanation.is_referral)
    ) as n_none,
from explanation
order by n_lookups
