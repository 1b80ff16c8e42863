-- $1 first Monday, $2 last Monday: counts the events of each week; a week whose count moved has changed.
with compte as (
  select semaine, count(*) as nb_evenements
  from public.evenement_engagement
  where semaine between $1 and $2
  group by semaine
), change as (
  select semaine, coalesce(c.nb_evenements, 0) as nb_evenements
  from compte c
  full join (select semaine, nb_evenements from pipeline.semaine where semaine between $1 and $2) s using (semaine)
  where c.nb_evenements is distinct from nullif(s.nb_evenements, 0)
)
insert into pipeline.semaine (semaine, nb_evenements, changement)
select semaine, nb_evenements, (select nextval('pipeline.changement')) from change
on conflict (semaine) do update set nb_evenements = excluded.nb_evenements, changement = excluded.changement
