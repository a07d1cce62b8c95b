-- title:   Sharing needs with the open social care case, as the screens keep them
-- grain:   one row per child_id × seeker × holder × decision_on
-- key:     child_id, seeker, holder, decision_on
-- uses:    sharing_need, social_care_day
-- reads:   contact (child_id, agency, contacted_on, is_concern)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $window_days INTEGER,
--          $open_case_days INTEGER
-- returns: child_id, seeker, holder, decision_on, held_days, ordinal, is_open_case, n_open
-- why:     n_open counts the needs of one child, holder and seeker up to this one that fell
--          in an open case; with ordinal it is all that practice needs to know
with need as (
    select
        sharing_need.child_id,
        sharing_need.seeker,
        sharing_need.holder,
        sharing_need.decision_on,
        sharing_need.held_days,
        sharing_need.ordinal,
    from sharing_need($period_start, $period_end, $window_days) as sharing_need
),
flagged as (
    select
        need.*,
        coalesce(need.decision_on - social.on_day <= $open_case_days, false)
            as is_open_case,
    from need
    asof left join social_care_day(
        $period_start - $open_case_days::integer, $period_end
    ) as social
        on need.child_id = social.child_id and need.decision_on > social.on_day
)
select
    flagged.child_id,
    flagged.seeker,
    flagged.holder,
    flagged.decision_on,
    flagged.held_days::smallint as held_days,
    flagged.ordinal::smallint as ordinal,
    flagged.is_open_case,
    count(*) filter (where flagged.is_open_case) over (
        partition by flagged.child_id, flagged.seeker, flagged.holder
        order by flagged.decision_on
    )::smallint as n_open,
from flagged
