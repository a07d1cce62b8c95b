-- title:   What official statistics count, by kind of child
-- grain:   one row per age × sex × status
-- key:     age, is_boy, is_pupil, is_school_year_7_11, has_sen_support, has_ehcp, is_in_need,
--          was_in_need_in_year, was_referred_in_year, is_on_plan, is_looked_after, was_ever_referred,
--          was_ever_in_need, is_home_educated, is_missing_education, has_mental_health_referral
-- uses:    none
-- reads:   child (child_id, born_on, sex), registration (child_id, agency),
--          episode (child_id, kind, started_on, ended_on)
-- params:  $period_start DATE, $period_end DATE (both inclusive), $mid_year DATE,
--          $school_first DATE, $school_last DATE (birth dates of school years 7 to 11)
-- returns: age, is_boy, is_pupil, is_school_year_7_11, has_sen_support, has_ehcp, is_in_need,
--          was_in_need_in_year, was_referred_in_year, is_on_plan, is_looked_after, was_ever_referred,
--          was_ever_in_need, is_home_educated, is_missing_education, has_mental_health_referral,
--          n_children
-- why:     every margin that counts children, not events, is a sum over these rows; age is at
--          mid-year, as in the population estimates
with
status as (
    select
        episode.child_id,
        bool_or(episode.kind = 'sen_support') as has_sen_support,
        bool_or(episode.kind = 'ehcp') as has_ehcp,
        bool_or(episode.kind = 'child_in_need' and episode.ended_on is null) as is_in_need,
        bool_or(
            episode.kind = 'child_in_need'
            and coalesce(episode.ended_on, $period_end) >= $period_start
        ) as was_in_need_in_year,
        bool_or(
            episode.kind = 'referral' and episode.started_on between $period_start and $period_end
        ) as was_referred_in_year,
        bool_or(episode.kind = 'protection_plan' and episode.ended_on is null) as is_on_plan,
        bool_or(episode.kind = 'looked_after' and episode.ended_on is null) as is_looked_after,
        bool_or(episode.kind in ('referral', 'child_in_need')) as was_ever_referred,
        bool_or(episode.kind = 'child_in_need') as was_ever_in_need,
        bool_or(episode.kind = 'home_educated') as is_home_educated,
        bool_or(episode.kind = 'missing_education') as is_missing_education,
        bool_or(episode.kind = 'mental_health_referral') as has_mental_health_referral,
    from episode
    group by episode.child_id
),
pupil as (
    select registration.child_id
    from registration
    where registration.agency = 'school'
),
person as (
    select
        date_sub('year', child.born_on, $mid_year) as age,
        child.sex = 'male' as is_boy,
        pupil.child_id is not null as is_pupil,
        child.born_on between $school_first and $school_last as is_school_year_7_11,
        coalesce(status.has_sen_support, false) as has_sen_support,
        coalesce(status.has_ehcp, false) as has_ehcp,
        coalesce(status.is_in_need, false) as is_in_need,
        coalesce(status.was_in_need_in_year, false) as was_in_need_in_year,
        coalesce(status.was_referred_in_year, false) as was_referred_in_year,
        coalesce(status.is_on_plan, false) as is_on_plan,
        coalesce(status.is_looked_after, false) as is_looked_after,
        coalesce(status.was_ever_referred, false) as was_ever_referred,
        coalesce(status.was_ever_in_need, false) as was_ever_in_need,
        coalesce(status.is_home_educated, false) as is_home_educated,
        coalesce(status.is_missing_education, false) as is_missing_education,
        coalesce(status.has_mental_health_referral, false) as has_mental_health_referral,
    from child
    left join pupil on child.child_id = pupil.child_id
    left join status on child.child_id = status.child_id
)
select
    person.age,
    person.is_boy,
    person.is_pupil,
    person.is_school_year_7_11,
    person.has_sen_support,
    person.has_ehcp,
    person.is_in_need,
    person.was_in_need_in_year,
    person.was_referred_in_year,
    person.is_on_plan,
    person.is_looked_after,
    person.was_ever_referred,
    person.was_ever_in_need,
    person.is_home_educated,
    person.is_missing_education,
    person.has_mental_health_referral,
    count(*) as n_children,
from person
group by
    person.age,
    person.is_boy,
    person.is_pupil,
    person.is_school_year_7_11,
    person.has_sen_support,
    person.has_ehcp,
    person.is_in_need,
    person.was_in_need_in_year,
    person.was_referred_in_year,
    person.is_on_plan,
    person.is_looked_after,
    person.was_ever_referred,
    person.was_ever_in_need,
    person.is_home_educated,
    person.is_missing_education,
    person.has_mental_health_referral
order by
    person.age,
    person.is_boy,
    person.is_pupil,
    person.is_school_year_7_11,
    person.has_sen_support,
    person.has_ehcp,
    person.is_in_need,
    person.was_in_need_in_year,
    person.was_referred_in_year,
    person.is_on_plan,
    person.is_looked_after,
    person.was_ever_referred,
    person.was_ever_in_need,
    person.is_home_educated,
    person.is_missing_education,
    person.has_mental_health_referral
