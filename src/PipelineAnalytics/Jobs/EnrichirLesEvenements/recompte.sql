-- $1 a week that was counted anew: how many events it has; whatever was computed from it before is stale.
insert into pipeline.semaine (semaine, nb_evenements, changement)
select $1::text::date, count(*), nextval('pipeline.changement')
from public.evenement_engagement
where semaine = $1::text::date
on conflict (semaine) do update set nb_evenements = excluded.nb_evenements, changement = excluded.changement
