-- title:   Records by agency and by how well they describe the child
-- grain:   one row per agency × quality × has_identifier
-- key:     agency, quality, has_identifier
-- uses:    none
-- reads:   registration (agency, quality, has_identifier)
-- params:  none
-- returns: agency, quality, has_identifier, n_records
-- why:     the chance that an agency's record is linked, in the mean over its records. agency,
--          quality and empty cells are read as in record_facts.
with
record as (
    select
        enum_code(registration.agency::agency_name)::tinyint as agency,
        (
            case registration.quality
                when 'variant' then 1
                when 'stale' then 2
                when 'wrong' then 3
                else 0
            end
        )::tinyint as quality,
        coalesce(registration.has_identifier, false) as has_identifier,
    from registration
)

select
    record.agency,
    record.quality,
    record.has_identifier,
    count(*) as n_records,
from record
group by record.agency, record.quality, record.has_identifier
order by record.agency, record.quality, record.has_identifier
