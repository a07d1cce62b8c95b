-- title:   How well records describe the children they are of
-- grain:   one row per quality × is_youngest × is_own_looked_after
-- key:     quality, is_youngest, is_own_looked_after
-- uses:    none
-- reads:   child (child_id, born_on, is_looked_after), registration (child_id, agency, quality)
-- params:  $mid_year DATE
-- returns: quality, is_youngest, is_own_looked_after, n_records
-- why:     the hardest published case is social care's own records of looked-after children
with
record as (
    select
        registration.quality,
        date_sub('year', child.born_on, $mid_year) < 2 as is_youngest,
        registration.agency = 'social_care' and child.is_looked_after as is_own_looked_after,
    from registration
    inner join child on registration.child_id = child.child_id
)
select
    record.quality,
    record.is_youngest,
    record.is_own_looked_after,
    count(*) as n_records,
from record
group by record.quality, record.is_youngest, record.is_own_looked_after
order by record.quality, record.is_youngest, record.is_own_looked_after
