-- title:   Age band on a day
-- grain:   one value
-- key:     none
-- uses:    none
-- reads:   none
-- params:  born_on DATE, on_day DATE
-- returns: age band
-- why:     the bands of the children in need and looked after statistics; a child born
--          after on_day is under 1
create macro age_band(born_on, on_day) as
case
    when born_on is null then null
    when date_sub('year', born_on, on_day) < 1 then 'under_1'
    when date_sub('year', born_on, on_day) < 5 then '1_to_4'
    when date_sub('year', born_on, on_day) < 10 then '5_to_9'
    when date_sub('year', born_on, on_day) < 16 then '10_to_15'
    when date_sub('year', born_on, on_day) < 18 then '16_to_17'
    else '18_and_over'
end
