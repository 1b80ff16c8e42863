-- $1 first week, $2 last week: all of them are to be counted anew, those too whose events or rollups came or went behind our back.
insert into pipeline.semaine_a_recompter (semaine)
select semaine from pipeline.semaine where semaine between $1::text::date and $2::text::date
union
select distinct semaine from public.evenement_engagement where semaine between $1::text::date and $2::text::date
on conflict do nothing
